/** When a person can use the window, as expressions for its page. */

/** Both lanes of the sample fleet whole, and a cutover that can be pressed. */
export const fleetIsUsable = `(() => {
  const whole = document.body.textContent.match(/4 of 4 blocks healthy/gu) ?? [];
  const cutOver = [...document.querySelectorAll('button')].find((button) =>
    /^Cut over to v\\d+/u.test(button.textContent),
  );
  return whole.length >= 2 && cutOver !== undefined && cutOver.ariaDisabled !== 'true';
})()`;

export const pageIsLoaded = `location.protocol === 'file:' && document.readyState === 'complete'`;

/** Resolves when a frame with what is there now has been made: hidden windows make none. */
export const frameIsMade = `new Promise((seen) => {
  requestAnimationFrame(() => setTimeout(() => seen(true)));
})`;
