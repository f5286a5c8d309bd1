// How the map of the papers looks: points, topics' names, the lit and the chosen, the legend. Draws on the next frame.
const abstractQaMap = (() => {
  const COLOURS = 8; // the ninth topic begins again with rings in place of discs
  const NAMED = 3; // words of a topic on the map
  const STEPS = 65535;
  const MARGIN = 14;
  const FADED = 0.2; // what is left of the colour of papers that are not asked, or not found

  function colours(root) {
    const style = getComputedStyle(root);
    const named = (name) => style.getPropertyValue(name).trim();
    return {
      topics: Array.from({ length: COLOURS }, (_, i) => parts(named(`--topic-${i}`))),
      old: parts(named("--year-old")), recent: parts(named("--year-new")), faint: parts(named("--faint")),
      paper: parts(named("--paper")), ink: named("--ink"), accent: named("--accent"), glow: named("--glow"),
      font: style.fontFamily,
    };
  }

  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const mixed = (from, to, share) => from.map((part, i) => Math.round(part + (to[i] - part) * share));
  const css = ([r, g, b, opacity = 1]) => `rgb(${r} ${g} ${b} / ${opacity})`;

  // A point as the pixels that it covers, so that ten thousand are written faster than a canvas draws as many discs.
  function stamp(radius, colour, ring, paper, width) {
    const [offsets, pixels] = [[], []];
    const reach = Math.ceil(radius) + 1;
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const out = Math.hypot(x, y) - radius;
        if (out >= 1) continue;
        const hole = ring ? Math.max(0, Math.min(1, -out - Math.max(0.6, radius * 0.3))) : 0;
        const [r, g, b] = mixed(colour, paper, Math.max(hole, Math.max(0, Math.min(1, out + 0.5))));
        offsets.push(y * width + x);
        pixels.push((255 << 24) | (b << 16) | (g << 8) | r);
      }
    }
    return { reach, offsets: Int32Array.from(offsets), pixels: Int32Array.from(pixels) };
  }

  return (map) => {
    const { canvas, root, count, places, years, topicOf } = map;
    const pen = canvas.getContext("2d");
    const known = years.filter((year) => year);
    const [first, last] = [known.reduce((a, b) => Math.min(a, b), 9999), known.reduce((a, b) => Math.max(a, b), 0)];
    const radius = Math.max(1.7, Math.min(5, 90 / Math.sqrt(count)));
    const middles = map.topics.map((_, topic) => middle([...topicOf.keys()].filter((i) => topicOf[i] === topic)));
    const keyOf = (i) => (map.colourBy === "topic" ? topicOf[i] : years[i] ? years[i] - first : -1);
    let waiting = false;
    let of = null; // the colours, until the page's scheme changes

    function middle(papers) {
      const mid = (at) => papers.map(at).sort((a, b) => a - b)[papers.length >> 1] ?? 0;
      return [mid((i) => places[2 * i]), mid((i) => places[2 * i + 1])];
    }

    const plane = { x: 0, y: 0, across: 0, down: 0 }; // from steps to pixels of the page, for the present view
    map.measure = () => {
      const { view } = map;
      plane.across = ((canvas.clientWidth - 2 * MARGIN) / STEPS) * view.zoom;
      plane.down = ((canvas.clientHeight - 2 * MARGIN) / STEPS) * view.zoom;
      plane.x = MARGIN * view.zoom + view.x;
      plane.y = MARGIN * view.zoom + view.y;
    };
    const onScreen = (x, y) => [plane.x + x * plane.across, plane.y + y * plane.down];
    map.onScreen = (i) => onScreen(places[2 * i], places[2 * i + 1]);

    function look(of, key) {
      if (map.colourBy === "topic") return [of.topics[key % COLOURS], key % (2 * COLOURS) >= COLOURS];
      return key < 0 ? [of.faint, true] : [mixed(of.old, of.recent, last > first ? key / (last - first) : 1), false];
    }

    function points(of, scale) {
      const image = pen.createImageData(canvas.width, canvas.height);
      const pixels = new Int32Array(image.data.buffer);
      const stamps = new Map();
      const size = radius * scale * Math.min(2, map.view.zoom ** 0.4);
      const { width, height } = canvas;
      for (let i = 0; i < count; i++) {
        const key = 2 * keyOf(i) + ([map.chosen, map.found].some((few) => few && !few.has(i)) ? 1 : 0);
        let own = stamps.get(key);
        if (!own) stamps.set(key, (own = stampOf(of, key, size)));
        const x = Math.round((plane.x + places[2 * i] * plane.across) * scale);
        const y = Math.round((plane.y + places[2 * i + 1] * plane.down) * scale);
        if (x < own.reach || y < own.reach || x >= width - own.reach || y >= height - own.reach) continue;
        const at = y * width + x;
        for (let k = 0; k < own.offsets.length; k++) pixels[at + own.offsets[k]] = own.pixels[k];
      }
      pen.putImageData(image, 0, 0);
    }

    function stampOf(of, key, size) {
      const [colour, ring] = look(of, key >> 1);
      return stamp(size, mixed(of.paper, colour, key & 1 ? FADED : 1), ring, of.paper, canvas.width);
    }

    function marked(of, place, fill) {
      const [x, y] = map.onScreen(place);
      pen.beginPath();
      pen.arc(x, y, radius + 4, 0, 7);
      pen.fillStyle = fill;
      pen.fill();
      pen.lineWidth = 2.5;
      pen.strokeStyle = of.ink;
      pen.stroke();
    }

    function names(of) {
      if (map.colourBy !== "topic") return;
      const taken = [];
      pen.font = `600 12px ${of.font}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      map.topics.forEach((words, topic) => {
        const text = words.slice(0, NAMED).join(", ");
        const half = pen.measureText(text).width / 2;
        const [mx, y] = onScreen(...middles[topic]);
        const x = Math.max(half + 4, Math.min(mx, canvas.clientWidth - half - 4));
        if (mx < 0 || y < 8 || mx > canvas.clientWidth || y > canvas.clientHeight - 8) return;
        if (taken.some((other) => Math.abs(other.x - x) < other.half + half + 6 && Math.abs(other.y - y) < 16)) return;
        taken.push({ x, y, half });
        pen.lineWidth = 4;
        pen.lineJoin = "round";
        pen.strokeStyle = css([...of.paper, 0.75]); // the dots behind it can still be seen
        pen.strokeText(text, x, y);
        pen.fillStyle = of.ink;
        pen.fillText(text, x, y);
      });
    }

    function legend(of) {
      const box = root.querySelector(".map-legend");
      const lit = map.lit.length ? map.litAs : "";
      const faded = map.found ? "not found in the library" : "";
      const shown = `${map.colourBy} ${of.ink} ${lit} ${faded}`;
      if (box.dataset.shown === shown) return;
      box.dataset.shown = shown;
      const item = (text, colour, ring) => {
        const line = document.createElement("span");
        const dot = document.createElement("i");
        dot.style.borderColor = css(colour);
        if (!ring) dot.style.background = css(colour);
        line.append(dot, text);
        return line;
      };
      const all = map.topics.map((words, topic) => item(words.slice(0, NAMED).join(", "), ...look(of, topic)));
      const span = last > first ? [first, Math.round((first + last) / 2), last] : last ? [last] : [];
      const ages = [...new Set(span)].map((year) => item(year, ...look(of, year - first)));
      if (known.length < count) ages.push(item("year not known", of.faint, true));
      box.replaceChildren(...(map.colourBy === "topic" ? all : ages));
      if (faded) box.append(item(faded, mixed(of.paper, of.faint, FADED)));
      if (!lit) return;
      const sources = item(lit, parts(of.glow));
      sources.firstChild.style.borderColor = of.ink;
      box.append(sources);
    }

    function draw() {
      waiting = false;
      const scale = window.devicePixelRatio || 1;
      const { clientWidth: width, clientHeight: height } = canvas;
      if (!width) return;
      if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
      if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
      of ??= colours(root);
      map.measure();
      points(of, scale);
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      map.lit.forEach((place) => marked(of, place, of.glow));
      if (map.pointed >= 0) marked(of, map.pointed, of.accent);
      names(of);
      if (map.line.length) {
        pen.beginPath();
        map.line.forEach(([x, y]) => pen.lineTo(x, y));
        pen.closePath();
        pen.lineWidth = 1.5;
        pen.strokeStyle = of.accent;
        pen.stroke();
      }
      legend(of);
    }

    root.drawNow = draw; // for whoever measures
    map.forgetColours = () => { of = null; };
    return () => {
      if (!waiting) requestAnimationFrame(draw);
      waiting = true;
    };
  };
})();
