// The map of the papers: what is shown, pointed at, clicked and drawn round. How it looks is in map_drawing.js.
(() => {
  const REACH = 12; // pixels from a paper at which it is pointed at
  const CLICK = 4; // pixels that a hand may slip in a click
  const LONGEST_ZOOM = 60;
  const CHANGED = "The papers have changed: fold the map and open it again.";

  function shownMap(element) {
    const root = element.querySelector(".paper-map");
    if (!root || root.ready) return;
    root.ready = true;
    const { points, topics } = JSON.parse(root.querySelector(".map-points").textContent);
    const bytes = Uint8Array.from(atob(points), (c) => c.charCodeAt(0));
    const numbers = new Uint16Array(bytes.buffer);
    const count = numbers.length / 4;
    const map = {
      root, topics, count, canvas: root.querySelector("canvas"),
      places: numbers.subarray(0, 2 * count), years: numbers.subarray(2 * count, 3 * count),
      topicOf: numbers.subarray(3 * count), colourBy: "topic", view: { x: 0, y: 0, zoom: 1 },
      lit: [], litAs: "", chosen: null, found: null, pointed: -1, line: [],
    };
    const draw = abstractQaMap(map);
    const ask = element.askMap;
    const said = root.querySelector(".map-said");
    const tip = root.querySelector(".map-tip");
    const known = new Map();

    async function paperAt(place) {
      if (!known.has(place)) known.set(place, ask.paper_at([root.dataset.index, place]));
      const paper = await known.get(place);
      if (!paper) said.textContent = CHANGED;
      return paper;
    }

    function placeAt(x, y) {
      let nearest = -1;
      let least = REACH * REACH;
      for (let i = 0; i < count; i++) {
        const [px, py] = map.onScreen(i);
        const apart = (px - x) ** 2 + (py - y) ** 2;
        if (apart < least) [nearest, least] = [i, apart];
      }
      return nearest;
    }

    async function point(place) {
      if (place === map.pointed) return;
      map.pointed = place;
      draw();
      tip.hidden = true;
      const paper = place < 0 ? null : await paperAt(place);
      if (!paper || map.pointed !== place) return;
      tip.textContent = [paper.title, paper.known].filter(Boolean).join(" · ");
      tip.hidden = false;
      const [x, y] = map.onScreen(place);
      const { clientWidth: width, clientHeight: height } = map.canvas;
      tip.style.left = `${Math.max(4, Math.min(x + 10, width - tip.offsetWidth - 4))}px`;
      tip.style.top = `${y + 14 + tip.offsetHeight > height ? Math.max(4, y - tip.offsetHeight - 10) : y + 14}px`;
    }

    async function open(place) {
      const paper = await paperAt(place);
      if (paper) document.dispatchEvent(new CustomEvent("paper-opened", { detail: { id: paper.id }, bubbles: true }));
      if (paper) said.textContent = `Opened: ${paper.title}`;
    }

    function choose(places) {
      map.chosen = places.length ? new Set(places) : null;
      root.querySelector(".map-all").hidden = !places.length;
      const papers = `${places.length.toLocaleString("en")} paper${places.length === 1 ? "" : "s"}`;
      said.textContent = places.length ? `Questions are asked of ${papers}.` : "Questions are asked of all papers.";
      element.dispatchEvent(new CustomEvent("map-scope", { detail: { index: root.dataset.index, places } }));
      draw();
    }

    function within(line) {
      const found = [];
      for (let i = 0; i < count; i++) {
        const [x, y] = map.onScreen(i);
        let inside = false;
        for (let a = 0, b = line.length - 1; a < line.length; b = a++) {
          const [ax, ay] = line[a], [bx, by] = line[b];
          if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
        }
        if (inside) found.push(i);
      }
      return found;
    }

    function zoom(by, x = map.canvas.clientWidth / 2, y = map.canvas.clientHeight / 2) {
      const before = map.view.zoom;
      const after = by ? Math.max(1, Math.min(LONGEST_ZOOM, before * by)) : 1;
      move(x - ((x - map.view.x) * after) / before, y - ((y - map.view.y) * after) / before, after);
    }

    function move(x, y, scale = map.view.zoom) {
      const { clientWidth: width, clientHeight: height } = map.canvas;
      const kept = (at, size) => Math.min(0, Math.max(at, size * (1 - scale)));
      map.view = { x: kept(x, width), y: kept(y, height), zoom: scale };
      map.measure();
      tip.hidden = true;
      map.pointed = -1;
      draw();
    }

    let drag = null;
    const dragButton = root.querySelector(".map-drag");
    const at = (event) => [event.offsetX, event.offsetY];
    function setDrag(selects) {
      dragButton.setAttribute("aria-pressed", selects);
      map.canvas.style.touchAction = selects ? "none" : "pan-y";
    }
    setDrag(matchMedia("(pointer: fine)").matches); // a finger that scrolls the page draws nothing
    dragButton.addEventListener("click", () => setDrag(dragButton.getAttribute("aria-pressed") !== "true"));

    map.canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      drag = { from: at(event), view: map.view, moved: false, selects: dragButton.getAttribute("aria-pressed") === "true" };
      if (drag.selects) map.canvas.setPointerCapture(event.pointerId);
    });
    map.canvas.addEventListener("pointermove", (event) => {
      const [x, y] = at(event);
      if (!drag) return void point(placeAt(x, y));
      drag.moved ||= Math.hypot(x - drag.from[0], y - drag.from[1]) > CLICK;
      if (!drag.moved) return;
      if (!drag.selects) return void move(drag.view.x + x - drag.from[0], drag.view.y + y - drag.from[1]);
      if (!map.line.length) map.line.push(drag.from);
      map.line.push([x, y]);
      draw();
    });
    map.canvas.addEventListener("pointerup", (event) => {
      const place = placeAt(...at(event));
      if (drag && !drag.moved && place >= 0) open(place);
      if (map.line.length > 2) choose(within(map.line));
      [drag, map.line] = [null, []];
      draw();
    });
    map.canvas.addEventListener("pointercancel", () => { [drag, map.line] = [null, []]; draw(); });
    map.canvas.addEventListener("pointerleave", () => point(-1));
    map.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), ...at(event));
    }, { passive: false });
    map.canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
      const by = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, 0: 0 }[event.key];
      if (step) move(map.view.x + step[0], map.view.y + step[1]);
      else if (by !== undefined) zoom(by);
      else return;
      event.preventDefault();
    });
    root.querySelectorAll("[data-zoom]").forEach((button) => {
      button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
    });
    root.querySelectorAll("[data-topic]").forEach((button) => {
      const topic = Number(button.dataset.topic);
      button.addEventListener("click", () => choose([...map.topicOf.keys()].filter((i) => map.topicOf[i] === topic)));
    });
    root.querySelector(".map-all").addEventListener("click", () => choose([]));
    root.querySelector(".map-colour").addEventListener("change", (event) => {
      map.colourBy = event.target.value;
      draw();
    });

    // The sources of the shown answer are lit; while there is no answer, all that was found for the question.
    let asked = "";
    async function light() {
      const panel = [...document.querySelectorAll(".sources")].find((each) => each.offsetParent);
      const cards = panel ? [...panel.querySelectorAll(".card[data-paper]")] : [];
      const cited = cards.filter((card) => card.querySelector("mark[id]"));
      const papers = (cited.length ? cited : cards).map((card) => card.dataset.paper);
      if (asked === papers.join("\n")) return;
      asked = papers.join("\n");
      const places = papers.length ? await ask.places_of([root.dataset.index, papers]) : [];
      if (asked !== papers.join("\n")) return;
      map.lit = places;
      map.litAs = cited.length ? "cited in this answer" : "found for this question";
      root.dataset.lit = places.length;
      draw();
    }

    // What the library does not find is faded, where its list shows all that it finds.
    let sought = null;
    async function sift() {
      const list = document.getElementById("papers");
      const few = list.querySelector("[data-ask-found]") && !list.querySelector(".more");
      const papers = few && [...list.querySelectorAll("[data-paper]")].map((row) => row.dataset.paper);
      sought = papers;
      const places = papers ? await ask.places_of([root.dataset.index, papers]) : null;
      if (sought !== papers) return; // a later search is under way
      map.found = places && new Set(places);
      root.dataset.found = places ? places.length : "";
      draw();
    }
    new MutationObserver(sift).observe(document.getElementById("papers"), { childList: true, subtree: true });
    sift();

    const sources = document.getElementById("sources");
    new MutationObserver(light).observe(sources, { childList: true, subtree: true, attributeFilter: ["class"] });
    new ResizeObserver(() => { move(map.view.x, map.view.y); light(); }).observe(map.canvas);
    new MutationObserver(() => { map.forgetColours(); draw(); }).observe(document.body, { attributeFilter: ["class"] });
    light();
  }

  // Gradio does not tell screen readers whether its folds are open.
  ["click", "focusin"].forEach((name) => document.addEventListener(name, (event) => {
    const fold = event.target.closest("#map > button");
    if (fold) setTimeout(() => fold.setAttribute("aria-expanded", fold.classList.contains("open")));
  }));

  document.addEventListener("map-shown", (event) => shownMap(event.detail));
})();
