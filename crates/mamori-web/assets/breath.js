// A calm timer for the exercise: it lights one step after the other. Without script all steps simply stand there.
const list = document.querySelector("[data-breath]");
const start = document.querySelector("[data-breath-start]");

if (list && start) {
  const steps = [...list.querySelectorAll("[data-seconds]")];
  let timer = 0;

  const show = (at) => {
    steps.forEach((step, index) => {
      if (index === at) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    const step = steps[at];
    if (!step) {
      list.removeAttribute("data-running");
      return;
    }
    step.setAttribute("tabindex", "-1");
    step.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    step.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    timer = setTimeout(() => show(at + 1), Number(step.dataset.seconds) * 1000);
  };

  start.addEventListener("click", () => {
    clearTimeout(timer);
    list.setAttribute("data-running", "");
    show(0);
  });
}
