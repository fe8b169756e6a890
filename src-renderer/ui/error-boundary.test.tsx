import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ErrorBoundary } from './error-boundary.tsx';

let isBroken = true;
function Fragile() {
  if (isBroken) throw new Error('No such slot.');
  return <p>whole</p>;
}

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  // React reports every caught error to the console.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('says what failed, keeps the rest, and tries again with another content', () => {
  const root = document.createElement('div');
  const shown = createRoot(root);
  const show = (key: string): void => {
    act(() => {
      shown.render(
        <>
          <button>Revert</button>
          <ErrorBoundary resetKey={key}>
            <Fragile />
          </ErrorBoundary>
        </>,
      );
    });
  };
  show('fleet');
  expect(root.textContent).toContain('No such slot.');
  expect(root.querySelector('button')?.textContent).toBe('Revert');
  isBroken = false;
  show('images');
  expect(root.textContent).toContain('whole');
});
