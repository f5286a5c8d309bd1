// Citations and sources: a marker lights up its sentence, a sentence its markers, an old answer brings its sources.
(() => {
  const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  let cameFrom = null; // the citation that a lit sentence was reached from

  const all = (selector) => [...document.querySelectorAll(selector)];
  const markOf = (cite) => document.getElementById(cite.hash.slice(1));

  function show(target) {
    const panel = target.closest(".sources");
    all(".sources.shown").forEach((other) => other.classList.remove("shown"));
    panel.classList.add("shown");
    all(".lit").forEach((element) => element.classList.remove("lit"));
    void target.offsetWidth; // starts the animation anew when the same sentence is shown again
    if (target !== panel) light(target);
    target.focus({ preventScroll: true });
    target.scrollIntoView({ behavior: smooth, block: target === panel ? "start" : "center" });
  }

  function light(mark) {
    mark.classList.add("lit");
    const wrong = mark.closest(".card")?.querySelector(".wrong");
    if (wrong) wrong.textContent = `Wrong citation [${mark.querySelector("b").textContent}]?`;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.cite, a.show-sources");
    const target = link && markOf(link);
    if (!target) return;
    event.preventDefault();
    hide();
    cameFrom = link;
    show(target);
  });

  // Arrows walk through the citations, in the answers and, once a sentence is lit, in the sources; Escape goes back.
  document.addEventListener("keydown", (event) => {
    const cite = event.target.closest?.("a.cite");
    const lit = event.target.closest?.("mark[id]");
    if (event.key === "Escape") {
      hide();
      if (lit && cameFrom?.isConnected) cameFrom.focus();
    }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || !(cite || lit) || event.ctrlKey || event.metaKey || event.altKey) return;
    const cites = all("#conversation a.cite").filter(markOf);
    const from = cite ?? (cameFrom?.isConnected ? cameFrom : cites.find((other) => markOf(other) === lit));
    const next = cites[cites.indexOf(from) + step];
    if (!next) return;
    event.preventDefault();
    cameFrom = next;
    if (lit) show(markOf(next));
    else next.focus();
  });

  // What stands behind a citation, while it is pointed at or has the focus.
  function hide() {
    const box = document.getElementById("cited");
    if (box) box.hidden = true;
  }

  function tell(cite) {
    let box = document.getElementById("cited");
    if (!box) {
      box = document.body.appendChild(document.createElement("div"));
      box.id = "cited";
      box.setAttribute("role", "tooltip");
    }
    const title = document.createElement("b");
    title.append(cite.dataset.title);
    const year = document.createElement("i");
    year.textContent = cite.dataset.year ? ` ${cite.dataset.year}` : "";
    title.append(year);
    const support = document.createElement("i");
    support.textContent = `The cited sentence ${cite.dataset.support}.`;
    box.replaceChildren(title, `“${cite.dataset.quote}”`, support);
    box.className = document.body.classList.contains("dark") ? "dark" : "";
    box.hidden = false;
    cite.setAttribute("aria-describedby", "cited");
    const at = cite.getBoundingClientRect();
    const above = at.top > box.offsetHeight + 12;
    box.style.top = `${above ? at.top - box.offsetHeight - 6 : at.bottom + 6}px`;
    box.style.left = `${Math.max(12, Math.min(at.left, innerWidth - box.offsetWidth - 12))}px`;
  }

  function pointed(element, on) {
    const cite = element.closest?.("a.cite[data-quote]");
    if (cite) on ? tell(cite) : hide();
    const mark = element.closest?.("mark[id]");
    if (mark)
      all(`a.cite[href="#${mark.id}"]`).forEach((link) => {
        (link.closest(".sentence") ?? link).classList.toggle("pointed", on);
      });
    const sentence = element.closest?.(".sentence");
    sentence?.querySelectorAll("a.cite").forEach((link) => markOf(link)?.classList.toggle("pointed", on));
  }
  document.addEventListener("mouseover", (event) => pointed(event.target, true));
  document.addEventListener("mouseout", (event) => pointed(event.target, false));
  document.addEventListener("focusin", (event) => pointed(event.target, true));
  document.addEventListener("focusout", (event) => pointed(event.target, false));
  document.addEventListener("scroll", hide, true);
})();
