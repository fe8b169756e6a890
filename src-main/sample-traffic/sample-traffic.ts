/**
 * Modest, steady traffic to a fleet's entry, so that a first-time user sees a cutover move something.
 * It is sent from the panel, outside the yard host, so that it can count what nobody inside can: the
 * requests refused while the host was gone. Open loop: it does not slow down when answers do.
 */
import { Agent, request } from 'node:http';
import type { SampleTraffic } from '../../src-shared/panel.ts';
import type { FleetId } from '../../src-shared/ids.ts';

const requestsPerSecond = 40;
const answerLimitMs = 15_000;
/** Well below the entry's 75 s: an idle socket is ours to close. */
const idleSocketMs = 20_000;
const generationHeader = 'x-blockyard-generation';

export interface SampleTrafficSender {
  /** Makes the switch of these fleets known, off at first. */
  readonly offer: (fleets: readonly FleetId[]) => void;
  readonly set: (fleet: FleetId, url: string, isOn: boolean) => void;
  readonly read: () => SampleTraffic[];
  readonly stop: () => void;
}

/** @param newId a unique text for each request; @param onChange called at most once a second. */
export function createSampleTraffic(
  newId: () => string,
  onChange: () => void,
): SampleTrafficSender {
  const streams = new Map<FleetId, Stream>();
  let reporter: NodeJS.Timeout | null = null;

  const reportWhileOn = (): void => {
    const isAnyOn = [...streams.values()].some((stream) => stream.isOn());
    if (isAnyOn && reporter === null) reporter = setInterval(onChange, 1000);
    if (!isAnyOn && reporter !== null) {
      clearInterval(reporter);
      reporter = null;
    }
    onChange();
  };

  const streamOf = (fleet: FleetId): Stream => {
    const known = streams.get(fleet) ?? createStream(fleet, newId);
    streams.set(fleet, known);
    return known;
  };

  return {
    offer: (fleets) => {
      if (fleets.every((fleet) => streams.has(fleet))) return;
      fleets.forEach(streamOf);
      onChange();
    },
    set: (fleet, url, isOn) => {
      streamOf(fleet).set(url, isOn);
      reportWhileOn();
    },
    read: () => [...streams.values()].map((stream) => stream.read()),
    stop: () => {
      for (const stream of streams.values()) stream.set('', false);
      if (reporter !== null) clearInterval(reporter);
      reporter = null;
    },
  };
}

interface Stream {
  readonly set: (url: string, isOn: boolean) => void;
  readonly isOn: () => boolean;
  readonly read: () => SampleTraffic;
}

function createStream(fleet: FleetId, newId: () => string): Stream {
  const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: idleSocketMs });
  const counts = { sent: 0, answered: 0, refused: 0, lost: 0, errors: 0 };
  let url = '';
  let timer: NodeJS.Timeout | null = null;

  const sendOne = (): void => {
    counts.sent += 1;
    const { method, path, body } = mix(counts.sent);
    const outgoing = request(new URL(path, url), {
      method,
      agent,
      timeout: answerLimitMs,
      headers: {
        'x-request-id': newId(),
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
      },
    });
    let isCounted = false;
    const count = (kind: 'answered' | 'refused' | 'lost' | 'errors'): void => {
      if (isCounted) return;
      isCounted = true;
      counts[kind] += 1;
    };
    outgoing.on('response', (response) => {
      response.resume();
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        // A 5xx without the marker was made by the entry: no block answered.
        if (status < 500) count('answered');
        else count(response.headers[generationHeader] === undefined ? 'lost' : 'errors');
      });
      response.on('close', () => {
        count('lost');
      });
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      count(error.code === 'ECONNREFUSED' ? 'refused' : 'lost');
    });
    outgoing.end(body);
  };

  return {
    set: (nextUrl, isOn) => {
      url = nextUrl;
      if (isOn && timer === null) timer = setInterval(sendOne, 1000 / requestsPerSecond);
      if (!isOn && timer !== null) {
        clearInterval(timer);
        timer = null;
        // What is under way is still answered: cutting it would count losses that nobody else had.
      }
    },
    isOn: () => timer !== null,
    read: () => ({ fleet, isOn: timer !== null, requestsPerSecond, ...counts }),
  };
}

/** One in five places an order; the rest look around, now and then slowly. */
function mix(n: number): { method: string; path: string; body: string } {
  if (n % 5 === 0)
    return {
      method: 'POST',
      path: '/api/orders',
      body: JSON.stringify({ item: 'boots', quantity: 1 }),
    };
  if (n % 11 === 0) return { method: 'GET', path: '/api/slow?ms=120', body: '' };
  if (n % 2 === 0) return { method: 'GET', path: '/api/items', body: '' };
  return { method: 'GET', path: '/', body: '' };
}
