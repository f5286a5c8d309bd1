// Citations and sources: a marker lights up its sentence, a sentence its markers, an old answer brings its sources.
(() => {
  const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  function unlight() {
    document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
  }

  function show(target) {
    const panel = target.closest(".sources");
    document.querySelectorAll(".sources.shown").forEach((other) => other.classList.remove("shown"));
    panel.classList.add("shown");
    unlight();
    void target.offsetWidth; // starts the animation anew when the same sentence is shown again
    if (target !== panel) target.classList.add("lit");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ behavior: smooth, block: target === panel ? "start" : "center" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.cite, a.show-sources");
    const target = link && document.getElementById(link.hash.slice(1));
    if (target) {
      event.preventDefault();
      show(target);
    }
  });

  function supported(event, lit) {
    const mark = event.target.closest?.("mark[id]");
    document.querySelectorAll(mark ? `a.cite[href="#${mark.id}"]` : ".none").forEach((link) => {
      (link.closest(".sentence") ?? link).classList.toggle("pointed", lit);
    });
  }
  document.addEventListener("mouseover", (event) => supported(event, true));
  document.addEventListener("mouseout", (event) => supported(event, false));
})();
