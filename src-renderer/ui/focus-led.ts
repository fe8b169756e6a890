/** Focus for a control that somebody was led to: with the ring also after a press of a mouse, or nothing seems to happen. */
export function focusLed(control: HTMLElement): void {
  control.dataset['led'] = '';
  control.addEventListener(
    'blur',
    () => {
      delete control.dataset['led'];
    },
    { once: true },
  );
  control.focus();
  control.scrollIntoView({ block: 'nearest' });
}
