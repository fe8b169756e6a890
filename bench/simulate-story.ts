/** One simulated life as lines in the order of what happened: the yard's own log and, indented, the journal. */
import type { Fleet } from '../src-shared/fleet.ts';
import { describeSplit } from '../src-shared/split.ts';
import type { JournalEntry } from '../src-main/journal/entries.ts';
import type { SimulatedRun } from '../src-main/rollouts/simulation/simulated-life.ts';
import type { RecordedAt } from '../src-main/rollouts/simulation/simulated-notes.ts';
import type { SimEvent } from '../src-main/yards/sim/sim-log.ts';

export function storyOf({ log, records }: SimulatedRun): string[] {
  const lines: string[] = [];
  let next = 0;
  const tellRecords = (logged: number): void => {
    for (let record = records[next]; record !== undefined; record = records[next]) {
      if (record.logged > logged) return;
      lines.push(...record.entries.map((entry) => recordLine(record, entry)));
      next += 1;
    }
  };
  log.forEach((event, index) => {
    tellRecords(index);
    lines.push(`${placeOf(event.atMs)} panel ${event.session}  ${eventText(event)}`);
  });
  tellRecords(log.length);
  return lines;
}

function placeOf(atMs: number): string {
  return `${(atMs / 1000).toFixed(3)} s`.padStart(10);
}

function recordLine({ atMs, rollout }: RecordedAt, entry: JournalEntry): string {
  return `${placeOf(atMs)}   record ${rollout}: ${entryText(entry)}`;
}

function entryText(entry: JournalEntry): string {
  switch (entry.type) {
    case 'begun':
      return `begun, ${entry.label}`;
    case 'claimed':
      return `claimed, epoch ${entry.epoch}${entry.isTakeover ? ' (taken over)' : ''}`;
    case 'handed':
      return `handed over to ${entry.to.name}`;
    case 'intended':
      return `intended ${entry.key} (${entry.token}, attempt ${entry.attempt}): ${entry.title}. ${entry.reason}`;
    case 'told':
      return `told by ${entry.by}: ${entry.text}`;
    case 'judged':
      return `judged by ${entry.source}, ${entry.verdict}: ${entry.text}`;
    case 'compared':
      return `compared: ${JSON.stringify(entry.outcome)}`;
    case 'answered':
      return `answered ${entry.key}: ${JSON.stringify(entry.receipt)}`;
    case 'refused':
    case 'unknown':
      return `${entry.type} ${entry.key}: ${entry.fault.message}`;
    case 'saw':
      return `saw revision ${entry.split.revision}, ${entry.generations.length} generations`;
    case 'ended':
      return `ended, ${entry.kind}: ${entry.text}`;
  }
}

function eventText(event: SimEvent): string {
  switch (event.kind) {
    case 'looked':
      return `looked (${event.quality}): ${event.shown.map(fleetText).join('; ') || 'nothing'}`;
    case 'asked': {
      const how = `${event.overtake ? ', overtaking' : ''}${event.isRecorded ? '' : ', NOT RECORDED'}`;
      return `asked ${event.verb} ${event.target}${shareText(event.share)} (${event.token}${how})`;
    }
    case 'did':
      return `did ${event.verb} ${event.target}${shareText(event.share)} (${event.token}): ${fleetText(event.fleet)}`;
    case 'answered':
      return `answered ${event.token}: ${event.how}${event.because === null ? '' : `, ${event.because}`}`;
    case 'started':
      return `STARTED ${event.panel}`;
    case 'taken':
      return `answered the press of ${event.what}: ${event.rollout ?? event.text}`;
    case 'claimed': {
      const left =
        event.leftMs === null ? '' : `, with ${event.leftMs} ms left of the lease before`;
      return `claimed ${event.rollout}, epoch ${event.epoch}${left}`;
    }
    case 'finished':
      return `let go of ${event.rollout}`;
    case 'pressed':
      return `PRESSED ${event.what} ${event.to}`;
    case 'outside':
      return `OUTSIDE ${event.what}`;
    case 'renewed':
      return `renewed ${event.rollout}: ${event.how}`;
    case 'controlled':
      return `TOLD ${event.rollout}: ${event.change.kind}`;
    case 'checked':
      return `checked ${event.generation}: ${String(event.status)}`;
    case 'probed':
      return `probed: ${event.nodes.map(String).join(', ')}`;
    case 'crashed':
      return 'CRASHED';
    case 'concluded':
      return `concluded ${event.rollout}`;
    case 'slept':
      return `ASLEEP for ${event.forMs} ms`;
    case 'said': {
      const { intent, kind, text } = event.outcome;
      return `SAID ${intent.kind} ${kind}: ${text}`;
    }
  }
}

function shareText(share: number | null): string {
  return share === null ? '' : ` ${share} %`;
}

function fleetText(fleet: Fleet): string {
  const generations = fleet.generations.map(({ number, rung, blocks }) => {
    const states = blocks.map(({ id, state }) => `${id.slice(-4)} ${state.kind}`).join(', ');
    return `v${number}${rung === 'warm' ? '' : ` ${rung}`} [${states}]`;
  });
  const { rollout, split } = fleet;
  const held = rollout === null ? 'free' : `held by ${rollout.id} epoch ${rollout.epoch}`;
  return `r${split.revision} ${describeSplit(fleet)}; ${held}; ${generations.join(' ')}`;
}
