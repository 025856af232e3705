// What the page does more where JavaScript runs: without it nothing is missing but the comforts that
// this makes. All of it works on each part of a file that holds several languages.
"use strict";
const NARROW = matchMedia("(max-width: 60rem)");
const memory = {
  // a page that is opened as a file may be refused a memory
  read(name) {
    try { return localStorage.getItem(`lecons-${name}`); } catch { return null; }
  },
  write(name, value) {
    try { localStorage.setItem(`lecons-${name}`, value); } catch { return; }
  },
};
const make = (tag, properties = {}, ...content) => {
  const one = Object.assign(document.createElement(tag), properties);
  one.append(...content);
  return one;
};
const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// light, dark, or as the machine is set: before anything is drawn
const DISPLAYS = ["automatique", "clair", "sombre"];
const display = (mode) => {
  document.documentElement.dataset.affichage = mode;
  for (const button of document.querySelectorAll(".affichage button")) {
    button.setAttribute("aria-pressed", String(button.value === mode));
  }
};
display(DISPLAYS.find((mode) => mode === memory.read("affichage")) ?? "automatique");

function offerDisplays(place) {
  const buttons = DISPLAYS.map((mode) => {
    const button = make("button", { type: "button", value: mode }, place.dataset[mode]);
    button.addEventListener("click", () => {
      memory.write("affichage", mode);
      display(mode);
    });
    return button;
  });
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", place.dataset.libelle);
  place.append(...buttons);
}

// on a phone the contents and what is told of the report are folded, as soon as they stand
function foldOnPhones(script) {
  const part = script.closest(".langue") ?? document;
  if (NARROW.matches) for (const one of foldable(part)) one.open = false;
}
const foldable = (part) => part.querySelectorAll(".couverture details, nav.sommaire details");
NARROW.addEventListener("change", () => {
  if (!NARROW.matches) for (const one of foldable(document)) one.open = true;
});

function filterContents(nav) {
  const place = nav.querySelector(".filtre");
  const input = make("input", { type: "search" });
  const empty = make("p");
  empty.setAttribute("role", "status");
  place.append(make("label", {}, place.dataset.libelle, input), empty);
  input.addEventListener("input", () => {
    const words = folded(input.value.trim());
    let shown = 0;
    for (const item of nav.querySelectorAll("li")) {
      item.hidden = !folded(item.textContent).includes(words);
      shown += item.hidden ? 0 : 1;
    }
    empty.textContent = shown ? "" : place.dataset.vide;
  });
}

// the chapter that is read: that of the last title above the upper third of the screen. Cells have their
// place even while what is in them is not drawn; titles only in a cell that is.
function followReading(nav) {
  const links = new Map();
  for (const link of nav.querySelectorAll("li a")) {
    const title = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (title) links.set(title, link);
  }
  const cells = [...nav.parentElement.querySelectorAll(".contenu > .cellule")];
  const places = [...links.keys()].map((title) => [title, cells.indexOf(title.closest(".cellule"))]);
  let current = null;
  const follow = () => {
    const above = (one) => one.getBoundingClientRect().top <= innerHeight / 3;
    let [low, high] = [0, cells.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (above(cells[middle])) low = middle + 1;
      else high = middle;
    }
    const read = places.findLast(([title, at]) => at < low - 1 || (at === low - 1 && above(title)));
    const link = read ? links.get(read[0]) : null;
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
    if (link && !NARROW.matches) {
      const [from, to] = [nav.scrollTop, nav.scrollTop + nav.clientHeight];
      if (link.offsetTop < from || link.offsetTop + link.offsetHeight > to) {
        nav.scrollTop = link.offsetTop - nav.clientHeight / 2;
      }
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (nav.getClientRects().length) follow();
    });
  }, { passive: true });
}

// back to the contents from anywhere, but not where they are on the screen already
function leadToContents(nav) {
  const link = nav.querySelector(".vers-sommaire");
  const details = nav.querySelector("details");
  link.addEventListener("click", () => {
    details.open = true;
    details.querySelector("summary").focus({ preventScroll: true });
  });
  new IntersectionObserver(([entry]) => { link.hidden = entry.isIntersecting; }).observe(details);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".affichage").forEach(offerDisplays);
  display(document.documentElement.dataset.affichage);
  for (const nav of document.querySelectorAll("nav.sommaire")) {
    filterContents(nav);
    followReading(nav);
    leadToContents(nav);
  }
  document.querySelectorAll(".contenu").forEach(filterQuotations);
  document.querySelectorAll(".contenu .tableau").forEach(tend);
});
