// @ts-check
/** A tooltip that can be reached by pointer, touch and keyboard, stays while it is read, and goes on Escape. */
import { el } from "./dom.js";

let made = 0;

/**
 * @param {string} title what it explains
 * @param {string[]} paragraphs empty ones are left out
 * @returns {HTMLElement}
 */
export function tip(title, paragraphs) {
  made += 1;
  const id = `tip-${made}`;
  const button = el(
    "button",
    { type: "button", class: "tip-button", "aria-label": `What is this: ${title}`, "aria-describedby": id },
    "?",
  );
  const bubble = el(
    "div",
    { class: "tip-bubble", role: "tooltip", id },
    paragraphs.filter(Boolean).map((words) => el("p", {}, words)),
  );
  const node = el("div", { class: "tip" }, button, bubble);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    node.classList.add("dismissed");
    event.stopPropagation();
  });
  button.addEventListener("click", () => node.classList.toggle("held"));
  for (const event of ["pointerenter", "focusin"])
    node.addEventListener(event, () => {
      node.classList.remove("dismissed");
      stand(button, bubble);
    });
  for (const event of ["pointerleave", "focusout"])
    node.addEventListener(event, () => node.classList.remove("held", "dismissed"));
  return node;
}

/**
 * Where the bubble stands on one screen, whose column of levers would cut it: right below its button, so that the pointer can go
 * to it, or above where there is no room below.
 * @param {HTMLElement} button
 * @param {HTMLElement} bubble
 */
function stand(button, bubble) {
  const { top, bottom } = button.getBoundingClientRect();
  const high = bubble.offsetHeight;
  const fits = bottom + high < window.innerHeight;
  bubble.style.setProperty("--tip-top", `${Math.max(0, fits ? bottom : top - high)}px`);
}
