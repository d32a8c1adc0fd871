// The road map comes alive: a chosen card lights everything that leads to it and all it leads to.
//
// Attaches to every [data-map]. Without it each card is a plain link to its page. With it:
// a click or Enter lights the chain, a second one follows the link; the arrow keys walk along the
// links (the way the map flows) and up and down within a rank; Escape puts the light out.

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

attachAll(document);
// Parts of a page that arrive later carry maps too.
document.addEventListener("htmx:after:swap", () => attachAll(document));
