import { describe, expect, it } from 'vitest';
import { isTrustedSender } from './trusted-sender.ts';

type Event = Parameters<typeof isTrustedSender>[0];

function eventFrom(frame: { origin: string; parent: object | null } | null, id = 7): Event {
  return { sender: { id }, senderFrame: frame } as unknown as Event;
}

const trusted = new Set([7]);

describe('isTrustedSender', () => {
  it('lets the top frame of our own page speak', () => {
    expect(isTrustedSender(eventFrom({ origin: 'app://bundle', parent: null }), trusted)).toBe(
      true,
    );
  });

  it.each([
    ['a destroyed frame', eventFrom(null)],
    ['about:blank', eventFrom({ origin: 'null', parent: null })],
    ['another host of our scheme', eventFrom({ origin: 'app://other', parent: null })],
    ['a web page', eventFrom({ origin: 'https://example.com', parent: null })],
    ['a look-alike', eventFrom({ origin: 'app://bundle.example', parent: null })],
    ['a frame inside our page', eventFrom({ origin: 'app://bundle', parent: {} })],
    ['a window that is not ours', eventFrom({ origin: 'app://bundle', parent: null }, 8)],
  ])('refuses %s', (_name, event) => {
    expect(isTrustedSender(event, trusted)).toBe(false);
  });
});
