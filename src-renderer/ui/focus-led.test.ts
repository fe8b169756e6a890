import { expect, it } from 'vitest';
import { focusLed } from './focus-led.ts';

it('marks who was led to for as long as it has the focus', () => {
  document.body.innerHTML = '<button>One</button><button>Other</button>';
  const [one, other] = [...document.querySelectorAll('button')];
  if (one === undefined || other === undefined) throw new Error('There are no buttons.');
  one.scrollIntoView = () => undefined;
  focusLed(one);
  expect([document.activeElement, 'led' in one.dataset]).toEqual([one, true]);
  other.focus();
  expect('led' in one.dataset).toBe(false);
});
