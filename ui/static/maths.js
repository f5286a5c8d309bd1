// Formulas are set by the KaTeX that comes with Gradio; without it, or where it fails, they stay as they are written.
(() => {
  const named = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
  if (!named("maths-script")) return;
  let loading = null;

  function load() {
    const looks = document.head.appendChild(document.createElement("link"));
    looks.rel = "stylesheet";
    looks.href = named("maths-style");
    return import(new URL(named("maths-script"), document.baseURI)).then((module) => module.default);
  }

  function bare(text) {
    return text.replace(/^(\$\$?|\\\(|\\\[)|(\$\$?|\\\)|\\\])$/g, "");
  }

  async function set() {
    const formulas = document.querySelectorAll(".maths:not([data-set])");
    if (!formulas.length) return;
    const katex = await (loading ??= load());
    formulas.forEach((formula) => {
      if (formula.dataset.set) return;
      formula.dataset.set = "yes";
      const written = formula.textContent;
      const displayMode = /^(\$\$|\\\[)/.test(written);
      try {
        katex.render(bare(written), formula, { displayMode, throwOnError: true, maxExpand: 100, maxSize: 20 });
      } catch {
        formula.textContent = written;
      }
    });
  }
  new MutationObserver(set).observe(document.body, { childList: true, subtree: true });
  set();
})();
