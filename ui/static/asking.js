// The buttons of an answer, the line that says how a question was read, and the seconds that a step takes.
(() => {
  function put(text) {
    const box = document.querySelector("#question textarea");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  // Gradio hides the button while a question is on its way: the text then waits in the box.
  function ask(text) {
    put(text);
    requestAnimationFrame(() => document.getElementById("ask")?.click());
  }

  function copy(button) {
    const said = (text) => {
      const label = button.textContent;
      button.textContent = text;
      setTimeout(() => (button.textContent = label), 1500);
    };
    if (navigator.clipboard)
      navigator.clipboard.writeText(button.dataset.copy).then(() => said("Copied"), () => said("Not copied"));
    else said("Not copied: the browser allows it only on this machine or over https");
  }

  const does = {
    ask: (button) => ask(button.textContent),
    again: (button) => ask(button.closest(".turn").dataset.question),
    edit: (button) => put(button.closest(".turn").dataset.question),
    about: (button) => {
      document.dispatchEvent(new CustomEvent("paper-asked", { detail: { id: button.dataset.paper } }));
      does.edit(button);
    },
    wrong: (button) => {
      const [turn, citation] = button.closest(".card").querySelector("mark.lit").id.match(/\d+/g);
      const form = document.querySelector(`.bar[data-turn="${turn}"] .complaint`);
      if (!form) return; // the answer is still being written
      form.open = true;
      form.querySelector("select").value = citation;
      form.scrollIntoView({ block: "center" });
      form.querySelector("textarea").focus({ preventScroll: true });
    },
    plan: (button) => ask(button.closest(".understood").querySelector(".plan-text").textContent.trim()),
    copy,
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-do]");
    if (button) does[button.dataset.do]?.(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest?.(".plan-text")) return;
    event.preventDefault();
    ask(event.target.textContent.trim());
  });

  // The newest line that says how a question was read is the plan.
  new MutationObserver(() => {
    const newest = [...document.querySelectorAll("#conversation .turn")].at(-1)?.querySelector(".understood");
    const named = document.getElementById("plan");
    if (named === (newest ?? null)) return;
    named?.removeAttribute("id");
    if (newest) newest.id = "plan";
  }).observe(document.body, { childList: true, subtree: true });

  const seen = new WeakMap();
  setInterval(() => {
    const clock = document.querySelector("#status .elapsed");
    if (!clock) return;
    if (!seen.has(clock)) seen.set(clock, performance.now() - 1000 * Number(clock.dataset.seconds));
    const text = ` · ${Math.floor((performance.now() - seen.get(clock)) / 1000)} s`;
    if (clock.textContent !== text) clock.textContent = text;
  }, 250);
})();
