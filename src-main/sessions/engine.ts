/** What runs over one open yard: looks, rollouts, sample traffic. */
import type { Fleet, Rollout } from '../../src-shared/fleet.ts';
import { asRolloutId, type FleetId } from '../../src-shared/ids.ts';
import type { TimelineEvent } from '../../src-shared/panel.ts';
import type { Clock } from '../clock/clock.ts';
import type { AskSamples } from '../compare/findings/ask-behaviour.ts';
import type { SeenBesides } from '../compare/findings/ask-findings.ts';
import { createObservations, type Observations } from '../fleets/observations.ts';
import { asOfMs } from '../fleets/look-age.ts';
import { eventOfNote } from '../fleets/note-event.ts';
import { eventOfNotice } from '../fleets/notices.ts';
import type { PanelFeed } from '../fleets/panel-feed.ts';
import { eventOfMove, ownMovesOf, watchSplit, type SplitWatch } from '../fleets/split-watch.ts';
import type { Journal } from '../journal/journal.ts';
import type { RolloutEvent } from '../rollouts/rollout-event.ts';
import { createRollouts, type Rollouts } from '../rollouts/rollouts.ts';
import { createSampleTraffic, type SampleTrafficSender } from '../sample-traffic/sample-traffic.ts';
import type { OpenedYard } from '../yards/opened-yard.ts';
import type { Yard } from '../yards/port.ts';

export interface Engine {
  readonly yard: Yard;
  readonly observations: Observations;
  readonly rollouts: Rollouts;
  readonly sampleTraffic: SampleTrafficSender;
  /** Tells the recorded history and goes on with what was left unfinished. */
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface EngineNeeds {
  readonly yard: Yard;
  readonly opened: Pick<OpenedYard, 'times' | 'limits'>;
  readonly journal: Journal;
  readonly feed: PanelFeed;
  readonly clock: Clock;
  /** A text that was never used before. */
  readonly newId: () => string;
  readonly owner: Rollout['owner'];
  /** What else of two generations was compared here. */
  readonly seenBesides: SeenBesides;
  /** Compares how two generations behave. */
  readonly samples: AskSamples;
  /** After each look, and each time that something of a rollout was told. */
  readonly changed: () => void;
}

export function createEngine(needs: EngineNeeds): Engine {
  const { yard, opened, feed, clock, newId } = needs;
  let hasHistory = false;
  /** What the timeline has no room for any more would else be news with each look. */
  const toldNotes = new Set<string>();
  const orderNow = (): 'on-top' | 'by-time' => (hasHistory ? 'on-top' : 'by-time');
  const observations = createObservations(yard, clock, opened.times);
  const rollouts = createRollouts({
    yard,
    journal: needs.journal,
    observations,
    clock,
    limits: opened.limits,
    newRolloutId: () => asRolloutId(newId()),
    owner: needs.owner,
    seenBesides: needs.seenBesides,
    samples: needs.samples,
    onEvent: (event) => {
      showRolloutEvent(feed, event, orderNow());
      needs.changed();
    },
  });
  const sampleTraffic = createSampleTraffic(newId, () => {
    feed.showSampleTraffic(sampleTraffic.read());
  });
  const watches = new Map<FleetId, SplitWatch>();
  let lookedAtMs: number | null = null;
  /** The same look may be shown again as it grows old. */
  const movesIn = (fleets: readonly Fleet[]): readonly TimelineEvent[] => {
    const { progress, outcomes } = feed.snapshot();
    return fleets.flatMap((fleet) => {
      const own = ownMovesOf(fleet.id, progress, outcomes, clock.now());
      const { watch, moved } = watchSplit(watches.get(fleet.id), fleet, own);
      watches.set(fleet.id, watch);
      return moved === null ? [] : [eventOfMove(newId(), fleet.id, moved, clock.now())];
    });
  };
  observations.onSight((sight) => {
    if (sight.kind === 'live') {
      const { fleets, images, notices, notes = [] } = sight.look.observation;
      if (sight.look.monotonicMs !== lookedAtMs) feed.addEvents(movesIn(fleets), 'on-top');
      lookedAtMs = sight.look.monotonicMs;
      feed.showObservation(fleets, images, asOfMs(sight.look));
      feed.addEvents(notices.map(eventOfNotice), orderNow());
      // Those of others may be older than what is told already.
      const fresh = notes.filter(({ id }) => !toldNotes.has(id));
      for (const { id } of fresh) toldNotes.add(id);
      feed.addEvents(fresh.map(eventOfNote), 'by-time');
      if (yard.capabilities.sampleTraffic) sampleTraffic.offer(fleets.map((fleet) => fleet.id));
    }
    // After what is seen: a link that is told as live must not stand over the picture before.
    needs.changed();
  });
  return {
    yard,
    observations,
    rollouts,
    sampleTraffic,
    resume: async () => {
      try {
        await rollouts.resume();
      } finally {
        hasHistory = true;
      }
    },
    stop: async () => {
      observations.stop();
      sampleTraffic.stop();
      await rollouts.stop();
    },
  };
}

function showRolloutEvent(feed: PanelFeed, event: RolloutEvent, order: 'on-top' | 'by-time'): void {
  switch (event.kind) {
    case 'progress':
      feed.showProgress(event.progress);
      return;
    case 'outcome':
      feed.showOutcome(event.outcome);
      return;
    case 'timeline':
      feed.addEvents(event.events, order);
      return;
    case 'switch-time':
      feed.addSwitchTime(event.time);
      return;
  }
}
