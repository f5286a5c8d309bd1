// The library: ticks belong to this tab alone; what the server is to do is told to the element that asks it.
(() => {
  const ticked = new Set();
  const narrow = matchMedia("(max-width: 899px)");
  const byId = (id) => document.getElementById(id);
  const tell = (button, name, data) =>
    button.dispatchEvent(new CustomEvent("tell", { bubbles: true, detail: { name, data } }));
  const list = () => document.querySelector("#papers ul"); // there also when it has no paper
  const boxes = () => document.querySelectorAll("#papers [data-paper]");
  let opener = null;
  let awaited = null; // the paper that is to open when the server has sent it

  function label(button, text) {
    if (!button) return;
    if (button.hidden !== !ticked.size) button.hidden = !ticked.size;
    put(button, text);
  }

  function put(button, text) {
    if (button && button.textContent !== text) button.textContent = text;
  }

  function showTicks() {
    const these = ticked.size === 1 ? "this one" : `these ${ticked.size.toLocaleString("en")}`;
    label(document.querySelector("[data-ask-ticked]"), `Ask only ${these}`);
    put(document.querySelector("[data-tick]"), ticked.size ? "Untick all" : "Tick all");
    const remove = document.querySelector("[data-remove]");
    if (remove) remove.disabled = !ticked.size;
    put(remove, ticked.size ? `Remove ${these}` : "Remove ticked");
    boxes().forEach((box) => (box.checked = ticked.has(box.dataset.paper)));
  }

  function untick() {
    ticked.clear();
    showTicks();
  }

  function unfold(open) {
    const library = byId("library");
    library.classList.toggle(narrow.matches ? "drawn" : "folded", narrow.matches ? open : !open);
    byId("library-toggle").setAttribute("aria-expanded", String(open));
    if (open && narrow.matches) byId("library-search").querySelector("input, textarea").focus();
  }

  const isOpen = () => byId("library").matches(narrow.matches ? ".drawn" : ":not(.folded)");

  function putAway() {
    if (narrow.matches) unfold(false);
  }

  function openPaper(paper, from) {
    const dialog = document.querySelector("dialog.opened");
    opener = from;
    if (dialog?.dataset.opened === paper) return dialog.showModal();
    awaited = paper;
    tell(list(), "click", { paper });
  }
  document.addEventListener("paper-asked", (event) => tell(list(), "select", { papers: [event.detail.id] }));
  document.addEventListener("paper-opened", (event) => openPaper(event.detail.id, document.querySelector("#map canvas")));

  const actions = {
    "#library-toggle": () => unfold(!isOpen()),
    "#papers [data-open]": (button) => openPaper(button.dataset.open, button),
    "[data-ask-ticked]": (button) => {
      tell(button, "select", { papers: [...ticked] });
      putAway();
    },
    "[data-tick]": () => {
      if (!ticked.size) boxes().forEach((box) => ticked.add(box.dataset.paper));
      else ticked.clear();
      showTicks();
    },
    "[data-ask-found]": (button) => {
      tell(button, "submit", {});
      putAway();
    },
    "[data-remove]": (button) => {
      tell(list(), "delete", { papers: [...ticked] });
      untick();
    },
    "[data-more]": (button) => tell(button, "input", { limit: button.dataset.more }),
    "[data-ask-all]": (button) => tell(button, "click", {}),
    "[data-ask-opened]": (button) => {
      const dialog = button.closest("dialog");
      tell(button, "select", { papers: [dialog.dataset.opened] });
      opener = document.querySelector("#question textarea");
      dialog.close();
      putAway();
    },
    "[data-copy-bibtex]": (button) => {
      const entry = button.closest("dialog").querySelector("pre").textContent;
      navigator.clipboard.writeText(entry).then(() => (button.textContent = "Copied"));
    },
  };

  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(actions)) {
      const found = event.target.closest(selector);
      if (found) return act(found);
    }
    if (narrow.matches && byId("library")?.matches(".drawn") && !event.target.closest("#library, #adding, dialog")) {
      unfold(false);
    }
  });

  document.addEventListener("change", (event) => {
    const box = event.target.closest?.("#papers [data-paper]");
    if (!box) return;
    if (box.checked) ticked.add(box.dataset.paper);
    else ticked.delete(box.dataset.paper);
    showTicks();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (byId("adding")) byId("close-adding").click();
    else if (narrow.matches && isOpen()) {
      unfold(false);
      byId("library-toggle").focus();
    }
  });

  document.addEventListener("close", () => opener?.isConnected && opener.focus(), true);

  // What the server has put on the page is completed: ticks, a dialog that is to open, the sheet's name.
  // Gradio changes rows in place: a box may stand for another paper than before.
  let sheet = null;
  let collection = null;
  new MutationObserver((changes) => {
    const papers = byId("papers");
    if (papers && changes.some((change) => papers.contains(change.target))) showTicks();
    const dialog = document.querySelector("dialog.opened");
    if (awaited !== null && dialog && ["", awaited].includes(dialog.dataset.opened)) {
      awaited = null;
      dialog.showModal();
    }
    const adding = byId("adding");
    if (adding !== sheet) ["heading", "panel-buttons", "columns"].forEach((id) => (byId(id).inert = Boolean(adding)));
    if (adding && adding !== sheet) {
      adding.setAttribute("role", "dialog");
      adding.setAttribute("aria-modal", "true");
      adding.setAttribute("aria-label", "Add papers");
      const inside = () => [...adding.querySelectorAll("button, textarea")].find((each) => each.checkVisibility());
      requestAnimationFrame(() => inside()?.focus());
    } else if (!adding && sheet) byId("add-papers")?.focus();
    sheet = adding;
    const chosen = document.querySelector("#collection input")?.value;
    if (collection && chosen && chosen !== collection) untick();
    collection = chosen || collection;
  }).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-paper", "data-opened", "hidden"],
  });

  const toggle = () => byId("library-toggle")?.setAttribute("aria-expanded", String(isOpen()));
  narrow.addEventListener("change", toggle);
  requestAnimationFrame(toggle);
})();
