// The filter of the table of contents: made here, so that without JavaScript it is absent and
// nothing is hidden. On a phone the table of contents starts closed.
(() => {
  const nav = document.querySelector("nav.sommaire");
  const place = nav.querySelector(".filtre");
  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const label = document.createElement("label");
  const input = document.createElement("input");
  const empty = document.createElement("p");
  label.textContent = place.dataset.libelle;
  input.type = "search";
  label.append(input);
  empty.setAttribute("role", "status");
  place.append(label, empty);
  input.addEventListener("input", () => {
    const words = fold(input.value.trim());
    let shown = 0;
    for (const item of nav.querySelectorAll("li")) {
      item.hidden = !fold(item.textContent).includes(words);
      shown += item.hidden ? 0 : 1;
    }
    empty.textContent = shown ? "" : place.dataset.vide;
  });
  if (matchMedia("(max-width: 60rem)").matches) nav.querySelector("details").open = false;
})();
