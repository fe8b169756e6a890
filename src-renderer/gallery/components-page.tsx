/** The components of `ui`, each state with its name: `gallery.html?state=components&theme=dark`. */
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { componentStates } from './component-states.tsx';
import styles from './components-page.module.css';

/** @returns a function that takes them down again. */
export function mountComponents(root: HTMLElement): () => void {
  document.title = 'Components - Blockyard gallery';
  document.body.style.overflow = 'auto';
  // One of the states is a part that fails: no news.
  const drawn = createRoot(root, { onCaughtError: () => undefined });
  drawn.render(
    <ErrorBoundary resetKey="page">
      <ComponentsPage />
    </ErrorBoundary>,
  );
  return () => {
    drawn.unmount();
  };
}

function ComponentsPage() {
  return (
    <main className={styles['page']}>
      <h1>Components</h1>
      {Object.entries(componentStates).map(([file, entry]) => (
        <section key={file} className={styles['component']} aria-label={file}>
          <h2>{file}</h2>
          {'shownIn' in entry ? (
            <p className={styles['elsewhere']}>
              It takes the whole window: see{' '}
              {entry.shownIn.map((state) => (
                <a key={state} href={`?state=${state}`}>
                  {state}
                </a>
              ))}
            </p>
          ) : (
            Object.entries(entry.states).map(([state, shown]) => (
              <div key={state} className={styles['state']}>
                <p>{state}</p>
                <div>{shown}</div>
              </div>
            ))
          )}
        </section>
      ))}
    </main>
  );
}
