// @ts-check
/** A panel that a step of the story needs stands above the trees for as long, and then goes back to its place. */

/**
 * @param {HTMLElement} element
 * @returns {(up: boolean) => void}
 */
export function lift(element) {
  const home = document.createComment("");
  element.before(home);
  return (up) => {
    const stage = document.getElementById("stage");
    element.classList.toggle("lifted", up);
    if (up && stage && element.nextElementSibling !== stage) {
      stage.before(element);
      element.scrollIntoView({ block: "nearest" });
    }
    if (!up && home.nextSibling !== element) home.after(element);
  };
}

/**
 * A step that bears the name of a panel is about that panel: it stands above the trees for as long.
 *
 * @param {HTMLElement} element
 * @param {typeof import("./store.js").store} store
 */
export function liftAtItsStep(element, store) {
  const raise = lift(element);
  const update = () => {
    const { story, step } = store.get();
    raise(story.steps[step]?.id === element.id);
  };
  store.subscribe(["step"], update);
  update();
}
