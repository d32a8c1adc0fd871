// Small comforts; every page works without them.

// The chosen theme at once, without a new page.
document.querySelector("form.theme")?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  const form = event.currentTarget;
  const body = new FormData(form, button);
  fetch(form.action, { method: "POST", body, redirect: "manual" });
  const theme = button.value;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.querySelector('meta[name="color-scheme"]')?.setAttribute(
    "content",
    theme === "auto" ? "light dark" : theme,
  );
  for (const each of form.querySelectorAll("button")) {
    each.setAttribute("aria-pressed", String(each === button));
  }
});

// A menu closes on Escape, and when attention moves elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A frame that scrolls can be reached and scrolled by keyboard; one that does not is no stop.
const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    target.classList.toggle("scrolls", target.scrollWidth > target.clientWidth + 1);
  }
});
const watchFrames = () => {
  for (const frame of document.querySelectorAll(".table-scroll, .chart-scroll")) {
    watch.observe(frame);
  }
};
watchFrames();

// A part that was swapped in is where the reader goes on: say so to keyboards and screen readers.
// What renews itself (data-live) takes nobody away from where they are.
document.addEventListener("htmx:after:swap", (event) => {
  watchFrames();
  if (event.target instanceof Element && event.target.closest("[data-live]")) return;
  document.getElementById("main")?.focus({ preventScroll: true });
});
