/** Draws the crash window: texts and buttons, by hand, since a library may be what broke the other one. */
import type { CrashBridge, CrashFacts } from '../../src-shared/crash-facts.ts';
import styles from './crash.module.css';

export function drawCrash(
  root: HTMLElement,
  facts: CrashFacts,
  bridge: Pick<CrashBridge, 'act' | 'diagnostics'>,
): void {
  document.title = facts.title;
  const main = element('main', { className: styles['page'] ?? '' }, [
    element('h1', {}, [facts.title]),
    ...facts.sentences.map((sentence) => element('p', {}, [bdi(sentence)])),
    element('h2', {}, ['The way back without this window']),
    ...facts.commands.map(({ fleet, line }) => command(fleet, line)),
    ...(facts.without === null ? [] : [element('p', {}, [facts.without])]),
    element('h2', {}, ['The records of what was done']),
    element('p', {}, [element('code', {}, [facts.journal])]),
    acts(facts, bridge),
    diagnostics(bridge),
  ]);
  root.replaceChildren(main);
  main.querySelector('button')?.focus();
}

type Child = Node | string;

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  more: Partial<HTMLElementTagNameMap[Name]>,
  children: readonly Child[] = [],
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), more);
  made.append(...children);
  return made;
}

/** Outside text may be written from right to left: it turns nothing around it. */
function bdi(text: string): HTMLElement {
  return element('bdi', {}, [text]);
}

function command(fleet: string, line: string): HTMLElement {
  const text = element('code', { className: styles['line'] ?? '', tabIndex: 0 }, [line]);
  text.setAttribute('aria-label', `Command that reverts ${fleet}`);
  text.setAttribute('role', 'group');
  return element('div', {}, [
    element('p', { className: styles['quiet'] ?? '' }, [bdi(fleet)]),
    text,
  ]);
}

function acts(facts: CrashFacts, { act }: Pick<CrashBridge, 'act'>): HTMLElement {
  const said = element('p', { className: styles['quiet'] ?? '' });
  said.setAttribute('role', 'status');
  const button = (text: string, isFirst: boolean, press: () => Promise<void>): HTMLElement => {
    const made = element('button', { type: 'button' }, [text]);
    made.className = (isFirst ? styles['first'] : styles['button']) ?? '';
    made.addEventListener('click', () => {
      void press().catch(() => {
        said.textContent = `${text}: it did not work.`;
      });
    });
    return made;
  };
  return element('div', {}, [
    element('div', { className: styles['acts'] ?? '' }, [
      button(facts.restart, true, async () => {
        await act('restart');
      }),
      button('Copy diagnostics', false, async () => {
        said.textContent = (await act('copy'))
          ? 'The diagnostics are copied.'
          : 'Nothing was copied.';
      }),
      button(facts.quit, false, async () => {
        await act('quit');
      }),
    ]),
    said,
  ]);
}

/** What would be copied, read first. */
function diagnostics({ diagnostics: read }: Pick<CrashBridge, 'diagnostics'>): HTMLElement {
  const text = element('pre', { className: styles['text'] ?? '', tabIndex: 0 }, ['']);
  text.setAttribute('aria-label', 'Diagnostics');
  text.setAttribute('role', 'group');
  const details = element('details', {}, [
    element('summary', {}, [
      'Show what is copied: without secrets, account numbers, hosts and people',
    ]),
    text,
  ]);
  details.addEventListener('toggle', () => {
    if (!details.open || text.textContent !== '') return;
    void read().then(
      (whole) => {
        text.textContent = whole;
      },
      () => {
        text.textContent = 'They could not be read.';
      },
    );
  });
  return details;
}
