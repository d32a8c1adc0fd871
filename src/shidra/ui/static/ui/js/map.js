// The road map comes alive: a chosen card lights everything that leads to it and all it leads to.
//
// Attaches to every [data-map]. Without it each card is a plain link to its page. With it:
// a click or Enter lights the chain, a second one follows the link; the arrow keys walk along the
// links (the way the map flows) and up and down within a rank; Escape puts the light out. The
// address names the card in the light, so that it can be passed on.
//
// When the server lays the map out anew, cards glide from where they stood to where they stand.

const linksBy = (map, key) => {
  const found = new Map();
  for (const link of map.querySelectorAll(".link")) {
    const code = link.dataset[key];
    if (!found.has(code)) found.set(code, []);
    found.get(code).push(link);
  }
  return found;
};

const reach = (start, links, key) => {
  const codes = new Set();
  const passed = new Set();
  const waiting = [start];
  while (waiting.length > 0) {
    for (const link of links.get(waiting.pop()) ?? []) {
      if (link.classList.contains("refuted")) continue; // found not to hold
      passed.add(link);
      const code = link.dataset[key];
      if (!codes.has(code) && code !== start) {
        codes.add(code);
        waiting.push(code);
      }
    }
  }
  return { codes, passed };
};

// The card in the light stands in the address, as the server would write it.
const say = (code) => {
  if (!location.protocol.startsWith("http")) return;
  const address = new URL(location.href);
  if (code) address.searchParams.set("focus", code);
  else address.searchParams.delete("focus");
  if (address.href === location.href) return;
  history.replaceState(history.state, "", address);
  carryOver();
};

// Who turns to another language goes on looking at the same.
const carryOver = () => {
  for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
};

const attach = (map) => {
  if (map.dataset.alive !== undefined) return;
  map.dataset.alive = "";
  const cards = [...map.querySelectorAll(".card")];
  const byCode = new Map(cards.map((card) => [card.dataset.node, card]));
  const leaving = linksBy(map, "source");
  const arriving = linksBy(map, "target");

  const clear = () => {
    for (const lit of map.querySelectorAll(".traced, .chosen")) {
      lit.classList.remove("traced", "chosen");
    }
    if (map.classList.contains("tracing")) say("");
    map.classList.remove("tracing");
  };

  const choose = (card) => {
    clear();
    const code = card.dataset.node;
    const ahead = reach(code, leaving, "target");
    const behind = reach(code, arriving, "source");
    for (const other of [code, ...ahead.codes, ...behind.codes]) {
      byCode.get(other)?.classList.add("traced");
    }
    for (const link of [...ahead.passed, ...behind.passed]) link.classList.add("traced");
    card.classList.add("chosen");
    map.classList.add("tracing");
    say(code);
  };

  const show = (card, near) => {
    const code = card.dataset.node;
    for (const link of [...(leaving.get(code) ?? []), ...(arriving.get(code) ?? [])]) {
      link.classList.toggle("near", near);
    }
  };

  const makeCurrent = (card) => {
    for (const other of cards) other.setAttribute("tabindex", other === card ? "0" : "-1");
  };

  const beside = (card, step) => {
    const rank = cards.filter((other) => other.dataset.rank === card.dataset.rank);
    return rank[rank.indexOf(card) + step];
  };

  const along = (card, forwards) => {
    const links = (forwards ? leaving : arriving).get(card.dataset.node) ?? [];
    const strongest = links.find((link) => link.classList.contains("strength-3")) ?? links[0];
    return byCode.get(strongest?.dataset[forwards ? "target" : "source"]);
  };

  const goal = (card, key) => {
    const ahead = map.dataset.flow === "left" ? "ArrowLeft" : "ArrowRight";
    const back = map.dataset.flow === "left" ? "ArrowRight" : "ArrowLeft";
    if (key === ahead) return along(card, true);
    if (key === back) return along(card, false);
    if (key === "ArrowDown") return beside(card, 1);
    if (key === "ArrowUp") return beside(card, -1);
    if (key === "Home") return cards[0];
    if (key === "End") return cards[cards.length - 1];
    return undefined;
  };

  map.addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    if (card === null) {
      clear();
      return;
    }
    const follows = card.classList.contains("chosen");
    if (follows || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(card);
  });

  map.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card");
    if (card === null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      clear();
      return;
    }
    const next = goal(card, event.key);
    if (next === undefined) return;
    event.preventDefault();
    makeCurrent(next);
    next.focus();
  });

  // On the parent: an SVG that listens for focus itself becomes a stop of the Tab key.
  map.parentElement.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (card !== null && map.contains(card)) makeCurrent(card);
  });

  for (const kind of ["pointerover", "pointerout"]) {
    map.addEventListener(kind, (event) => {
      const card = event.target.closest(".card");
      if (card !== null) show(card, kind === "pointerover");
    });
  }

  if (cards.length > 0) makeCurrent(cards[0]);
};

const attachAll = (root) => {
  for (const map of root.querySelectorAll("[data-map]")) attach(map);
};

// --- cards that glide -----------------------------------------------------------------------------

const GLIDE = { duration: 180, easing: "ease-out" };
const still = matchMedia("(prefers-reduced-motion: reduce)");

// Where each card stands on the screen, from the corner of its picture.
const placesOn = (map) => {
  const corner = map.getBoundingClientRect();
  const places = new Map();
  for (const card of map.querySelectorAll(".card")) {
    const box = card.querySelector(".face").getBoundingClientRect();
    places.set(card.dataset.node, { x: box.left - corner.left, y: box.top - corner.top });
  }
  return places;
};

const pictures = () => [...document.querySelectorAll("svg.picture-map:has(.card[data-node])")];
let before = [];

const remember = () => {
  before = still.matches ? [] : pictures().map(placesOn);
};

const glide = () => {
  const now = before.length > 0 ? pictures() : [];
  now.forEach((map, index) => {
    const stood = before[index];
    if (stood === undefined || map.getBoundingClientRect().width === 0) return;
    const scale = map.getBoundingClientRect().width / map.viewBox.baseVal.width;
    const stands = placesOn(map);
    for (const card of map.querySelectorAll(".card")) {
      const from = stood.get(card.dataset.node);
      const to = stands.get(card.dataset.node);
      if (from === undefined) {
        card.animate([{ opacity: 0 }, { opacity: 1 }], GLIDE);
      } else if (Math.hypot(from.x - to.x, from.y - to.y) > 1) {
        const { e, f } = card.transform.baseVal.consolidate().matrix;
        const start = `translate(${e + (from.x - to.x) / scale}px, ${f + (from.y - to.y) / scale}px)`;
        card.animate([{ transform: start }, { transform: `translate(${e}px, ${f}px)` }], GLIDE);
      }
    }
    map.querySelector(".links")?.animate([{ opacity: 0 }, { opacity: 1 }], GLIDE);
  });
  before = [];
};

attachAll(document);
// Parts of a page that arrive later carry maps too.
document.addEventListener("htmx:before:swap", remember);
document.addEventListener("htmx:after:history:update", carryOver);
document.addEventListener("htmx:after:swap", () => {
  attachAll(document);
  glide();
});
