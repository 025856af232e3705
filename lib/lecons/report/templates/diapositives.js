// Starts the slides. Text that a machine's font makes taller than its slide shrinks until it fits.
// On an upright phone they do not start: they are read one under the other (diapositives.css); in the
// small frames of the speaker's window they do.
(() => {
  const SMALLEST = 14;
  const OPTIONS = {
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
  };
  const root = document.querySelector(".reveal");
  const upright = matchMedia("(max-width: 600px) and (orientation: portrait)");

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

  function show() {
    const stacked = upright.matches && self === top;
    if (stacked && Reveal.isReady()) location.reload();
    else if (!stacked && !Reveal.isReady()) Reveal.initialize(OPTIONS);
  }

  upright.addEventListener("change", show);
  show();
})();
