// Starts the slides. Text that a machine's font makes taller than its slide shrinks until it fits.
(() => {
  const SMALLEST = 14;
  const root = document.querySelector(".reveal");

  function fit(slide) {
    if (!slide || !slide.clientHeight) return;
    slide.style.fontSize = "";
    let size = parseFloat(getComputedStyle(slide).fontSize);
    while (slide.scrollHeight > slide.clientHeight && size > SMALLEST) {
      size -= 1;
      slide.style.fontSize = `${size}px`;
    }
  }

  const name = (selector, words) => root.querySelectorAll(selector).forEach((button) => button.setAttribute("aria-label", words));

  Reveal.on("ready", (event) => {
    fit(event.currentSlide);
    name(".navigate-left, .navigate-up", root.dataset.precedente);
    name(".navigate-right, .navigate-down", root.dataset.suivante);
  });
  Reveal.on("slidechanged", (event) => fit(event.currentSlide));
  Reveal.on("pdf-ready", () => root.querySelectorAll(".slides section:not(.stack)").forEach(fit));
  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    minScale: 0.1,
    center: false,
    hash: true,
    help: false,
    navigationMode: "linear",
    controlsTutorial: false,
    pdfMaxPagesPerSlide: 1,
    slideNumber: "c/t",
    transition: "none",
    backgroundTransition: "none",
    plugins: [RevealNotes],
  });
})();
