// Take along: a file is made in the browser and saved under its name. The newest answer's buttons have stable ids.
(() => {
  function save({ name, kind, text }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
  window.abstractQA = { ...window.abstractQA, save };

  function named() {
    const bars = document.querySelectorAll("#conversation .bar");
    const newest = bars[bars.length - 1];
    bars.forEach((bar) => {
      bar.querySelectorAll("[data-take]").forEach((button) => {
        if (bar === newest) button.id = `export-${button.dataset.take}`;
        else button.removeAttribute("id");
      });
    });
  }
  new MutationObserver(named).observe(document.body, { childList: true, subtree: true });
})();

// Light or dark: as the system says, unless the reader chose; the choice is kept in this browser.
(() => {
  const KEY = "abstract-qa-look";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem(KEY) ?? "system"; } catch { return "system"; }
  };
  function apply() {
    const look = chosen();
    document.body.classList.toggle("dark", look === "dark" || (look !== "light" && system.matches));
    document.querySelectorAll("#look [data-look]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.look === look));
    });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#look [data-look]");
    if (!button) return;
    try { localStorage.setItem(KEY, button.dataset.look); } catch { /* not kept: this page only */ }
    apply();
  });
  system.addEventListener("change", () => setTimeout(apply));
  apply();
  new MutationObserver((_, observer) => {
    if (document.querySelector("#look [data-look]")) { apply(); observer.disconnect(); }
  }).observe(document.body, { childList: true, subtree: true });
})();
