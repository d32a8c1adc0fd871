// Dragging on the map in work: an enhancement of forms that stand beside it.
//
// From the round handle of a card to another card: a link. A card up or down: its place; towards
// another column: its stage. The same form is sent that buttons send; the server decides, lays the
// map out anew and sends it back, and cards glide to where they stand now. Where anything here is
// missing, the forms remain.

const SVG = "http://www.w3.org/2000/svg";
const FAR = 8; // so many pixels make a drag of a click
const GLIDE = { duration: 180, easing: "ease-out" };
const still = matchMedia("(prefers-reduced-motion: reduce)");

const shape = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const send = (values) => {
  const form = document.getElementById("drag-form");
  for (const [name, value] of Object.entries(values)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.requestSubmit();
};

// A point of the screen in the measures of the picture.
const inPicture = (map, event) =>
  new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());

const placeOf = (card) => {
  const { e, f } = card.transform.baseVal.consolidate().matrix;
  return { x: e, y: f };
};

const cardAt = (event) =>
  document.elementFromPoint(event.clientX, event.clientY)?.closest(".map-editing .card[data-node]");

const connect = (map, card, event) => {
  const start = inPicture(map, event);
  const thread = shape("path", { class: "map-thread" });
  map.append(thread);
  const pull = (moved) => {
    const end = inPicture(map, moved);
    thread.setAttribute("d", `M${start.x},${start.y}L${end.x},${end.y}`);
  };
  const drop = (dropped) => {
    stop();
    const other = cardAt(dropped);
    if (!other || other === card) return;
    send({
      act: "link",
      factor: card.dataset.node,
      other: other.dataset.node,
      way: "to",
      sign: "+",
      strength: "2",
      evidence: "none",
    });
  };
  const stop = follow({ pull, drop, end: () => thread.remove() });
};

// Listens to one pointer until it is let go, or Escape is pressed.
const follow = ({ pull, drop, end }) => {
  const watch = new AbortController();
  const stop = () => {
    watch.abort();
    end();
  };
  const { signal } = watch;
  addEventListener("pointermove", pull, { signal });
  addEventListener("pointerup", drop, { signal });
  addEventListener("pointercancel", stop, { signal });
  addEventListener("keydown", (event) => event.key === "Escape" && stop(), { signal });
  return stop;
};

// How far apart neighbouring columns stand.
const columnWidth = (map) => {
  const starts = [...map.querySelectorAll(".card[data-node]")].map((card) => placeOf(card).x);
  const sorted = [...new Set(starts.map(Math.round))].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((x, index) => x - sorted[index]);
  return Math.min(...steps.filter((step) => step > 20), 400);
};

const carry = (map, card, event) => {
  const start = inPicture(map, event);
  const stood = placeOf(card);
  let [dx, dy, isDrag] = [0, 0, false];
  const pull = (moved) => {
    const now = inPicture(map, moved);
    [dx, dy] = [now.x - start.x, now.y - start.y];
    isDrag ||= Math.hypot(dx, dy) > FAR;
    if (!isDrag) return;
    card.classList.add("is-dragged");
    card.setAttribute("transform", `translate(${stood.x + dx},${stood.y + dy})`);
  };
  const end = () => {
    card.classList.remove("is-dragged");
    card.setAttribute("transform", `translate(${stood.x},${stood.y})`);
  };
  const drop = () => {
    stop();
    if (!isDrag) return;
    addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
    setTimeout(() => send(moveOf(map, card, dx, dy)));
  };
  const stop = follow({ pull, drop, end });
};

const moveOf = (map, card, dx, dy) => {
  const factor = card.dataset.node;
  const stages = JSON.parse(document.getElementById("map-editing").dataset.stages);
  const forwards = map.dataset.flow === "left" ? -dx : dx;
  if (Math.abs(dx) > columnWidth(map) / 2) {
    const was = JSON.stringify({ stage: String(stages[factor]) });
    return { act: forwards > 0 ? "later" : "earlier", factor, was };
  }
  return { act: dy > 0 ? "down" : "up", factor };
};

const attach = (root) => {
  const map = root?.querySelector("svg[data-map]");
  if (!map || root.dataset.alive !== undefined) return;
  root.dataset.alive = "";
  for (const card of map.querySelectorAll(".card[data-node]")) {
    const face = card.querySelector(".face")?.getBBox();
    if (!face) continue;
    const x = map.dataset.flow === "left" ? face.x : face.x + face.width;
    card.append(shape("circle", { class: "map-handle", cx: x, cy: face.y + face.height / 2, r: 9 }));
  }
  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".card[data-node]");
    if (!card || event.button !== 0 || event.pointerType === "touch") return;
    if (event.target.classList.contains("map-handle")) {
      event.preventDefault();
      connect(map, card, event);
    } else {
      carry(map, card, event);
    }
  });
  map.addEventListener("click", (event) => {
    if (event.target.classList.contains("map-handle")) event.preventDefault();
  });
  root.querySelector(".drag-hint")?.removeAttribute("hidden");
};

// --- cards glide to where they stand now ---

let before = new Map();

const places = () => {
  const cards = [...document.querySelectorAll("#map-editing .map-wide .card[data-node]")];
  return new Map(cards.map((card) => [card.dataset.node, placeOf(card)]));
};

document.addEventListener("htmx:before:swap", () => {
  before = still.matches ? new Map() : places();
});

document.addEventListener("htmx:after:swap", () => {
  attach(document.getElementById("map-editing"));
  for (const card of document.querySelectorAll("#map-editing .map-wide .card[data-node]")) {
    const [from, to] = [before.get(card.dataset.node), placeOf(card)];
    if (!from || Math.hypot(from.x - to.x, from.y - to.y) < 1) continue;
    const start = `translate(${from.x}px, ${from.y}px)`;
    card.animate([{ transform: start }, { transform: `translate(${to.x}px, ${to.y}px)` }], GLIDE);
  }
  before = new Map();
});

attach(document.getElementById("map-editing"));
