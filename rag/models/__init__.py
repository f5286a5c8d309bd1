"""Everything with weights: model files, the vectors of texts, and the language model.

store     model files on disk
embedder  text to vectors
runtimes  weights to logits: which runtime suits this machine, its files, and the models themselves
child     logits to text: the child process that a local language model runs in
llm       the parent process: starts the child, asks it, and is the LLM that LlamaIndex knows
"""
