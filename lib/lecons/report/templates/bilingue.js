// Several languages in one file: one is shown, the choice is remembered, and the place that is read is
// kept. Without JavaScript they follow one another, and the links at the top lead to each.
const LANGUAGES = JSON.parse(document.querySelector("meta[name=langues]").content);
const known = (code) => LANGUAGES.find((one) => one === code);
// the first has its ids as they are, the others behind their code
const prefix = (code) => (code === LANGUAGES[0] ? "" : `${code}-`);
const ownerOf = (id) =>
  LANGUAGES.find((code) => id === `langue-${code}`) ??
  LANGUAGES.find((code) => prefix(code) && id.startsWith(prefix(code))) ?? LANGUAGES[0];
const addressed = () => decodeURIComponent(location.hash.slice(1));

const afterwards = (act) => requestAnimationFrame(() => requestAnimationFrame(act));

function speak(code) {
  document.documentElement.dataset.langue = code;
  document.documentElement.lang = code;
  const part = document.getElementById(`langue-${code}`);
  if (part) document.title = part.dataset.titre;
  for (const link of document.querySelectorAll("nav.langues a")) {
    if (link.hreflang === code) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// before anything is drawn: as the address says, as it was chosen, as the reader's machine speaks
speak(
  (location.hash && ownerOf(addressed())) ||
    known(memory.read("langue")) ||
    navigator.languages.map((one) => known(one.split("-")[0])).find(Boolean) ||
    LANGUAGES[0],
);

// what is read: the last mark above the upper third that the other language has too
function place(code, other) {
  let found = null;
  for (const one of document.querySelectorAll(`#langue-${code} .contenu [id]`)) {
    const twin = document.getElementById(prefix(other) + one.id.slice(prefix(code).length));
    if (!twin || !one.getClientRects().length) continue;
    if (one.getBoundingClientRect().top > innerHeight / 3) break;
    found = [one, twin];
  }
  return found;
}

function change(code) {
  const before = document.documentElement.dataset.langue;
  if (code === before) return;
  const found = place(before, code);
  const height = found?.[0].getBoundingClientRect().top;
  memory.write("langue", code);
  speak(code);
  history.replaceState(null, "", `#${found ? found[1].id : `langue-${code}`}`);
  if (!found) return;
  const settle = () => scrollBy({ top: found[1].getBoundingClientRect().top - height, behavior: "instant" });
  settle();
  // what came near was laid out since
  afterwards(settle);
}

addEventListener("hashchange", () => {
  if (!location.hash || ownerOf(addressed()) === document.documentElement.dataset.langue) return;
  speak(ownerOf(addressed()));
  // the browser looked for a place that was not drawn yet: once drawn, it looks again
  afterwards(() => location.replace(location.hash));
});
document.addEventListener("DOMContentLoaded", () => {
  speak(document.documentElement.dataset.langue);
  for (const link of document.querySelectorAll("nav.langues a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      change(link.hreflang);
    });
  }
});
