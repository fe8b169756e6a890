/** Facts of what is selected, its log, and the newest events. */
import { ExternalLink, X } from 'lucide-react';
import { isServed } from '../../../src-shared/entry-of.ts';
import type { Block, Fleet, Generation } from '../../../src-shared/fleet.ts';
import { canReplace } from '../../../src-shared/guards.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { wayBackOf, weightOf } from '../../../src-shared/roles.ts';
import { describeSplit } from '../../../src-shared/split.ts';
import { warmCostOf, warmCostPhrase } from '../../../src-shared/warm-cost.ts';
import { plain } from '../../../src-shared/wording.ts';
import {
  useActs,
  useClock,
  usePanel,
  useSetView,
  useView,
  useYardRuns,
} from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ago, bytes, clockTime, count, dateTime, shortId } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { useNow } from '../../ui/use-now.ts';
import { EventList } from '../../ui/event-list.tsx';
import { stateSentence, stateWord } from './block-cell.ts';
import { BlockLog } from './block-log.tsx';
import { ConsoleAct, ConsoleActs } from './console-act.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { CopyLink } from '../frame/copy-link.tsx';
import { usePlan } from '../frame/use-plan.ts';
import { ScriptCopy } from '../plan/script-copy.tsx';
import { RetiredGenerations } from '../release/retired-generations.tsx';
import { WayBack } from '../way-back/way-back.tsx';
import { DownBlocks } from './down-blocks.tsx';
import { Leftovers } from './leftovers.tsx';
import { RungActs } from './rung-acts.tsx';
import { pressRefusal } from './press-refusal.ts';
import { rungOffers } from './rung-offers.ts';
import { pinnedSentence } from './entry-notes.tsx';
import { workSentence } from './work-view.ts';
import styles from './inspector.module.css';
import { Legend } from './legend.tsx';
import { reachText, type Sight } from './lost-words.ts';
import { Marker } from './marker.tsx';
import { TestEntrySection } from './test-entry-section.tsx';
import { PauseAct } from './pause-act.tsx';

export function Inspector({ fleet }: { readonly fleet: Fleet }) {
  const blockId = useView((view) => view.block);
  const isOpen = useView((view) => view.isInspectorOpen);
  const setView = useSetView();
  const timeline = usePanel((panel) => panel.timeline);
  const generation = fleet.generations.find((each) => each.blocks.some((b) => b.id === blockId));
  const block = generation?.blocks.find((each) => each.id === blockId);
  return (
    <aside className={styles['inspector']} data-open={isOpen} aria-label="Details">
      {block !== undefined && generation !== undefined ? (
        <BlockDetails fleet={fleet} generation={generation} block={block} />
      ) : (
        <FleetDetails fleet={fleet} isGone={blockId !== null} />
      )}
      <section className={styles['events']}>
        <h2>Newest events</h2>
        <EventList
          events={timeline
            .filter((event) => event.fleet === null || event.fleet === fleet.id)
            .slice(0, 12)}
          isCompact
        />
        <ActButton
          look="quiet"
          className={styles['all']}
          onAct={() => {
            setView({ screen: 'timeline', record: null });
          }}
        >
          All events
        </ActButton>
      </section>
    </aside>
  );
}

function statefulValue(why: string): string {
  const text = plain(why, 200);
  return `never part of a swap${text === '' ? '' : `: ${text}`}`;
}

function CloseButton({ label }: { readonly label: string }) {
  const setView = useSetView();
  return (
    <button
      type="button"
      className={styles['close']}
      aria-label={label}
      onClick={() => {
        setView({ block: null, isInspectorOpen: false });
      }}
    >
      <X size={15} aria-hidden="true" />
    </button>
  );
}

function FleetDetails({ fleet, isGone }: { readonly fleet: Fleet; readonly isGone: boolean }) {
  const acts = useActs();
  const isRunning = useYardRuns();
  const previous = wayBackOf(fleet);
  const link = usePanel((panel) => panel.link);
  const observedAtMs = usePanel((panel) => panel.observedAtMs);
  const { revisions, blockLogs } = usePanel((panel) => panel.capabilities);
  const band = usePanel((panel) => panel.band);
  const images = usePanel((panel) => panel.images);
  const cost =
    previous === undefined || !isRunning || weightOf(fleet, previous.id) > 0
      ? ''
      : warmCostPhrase(warmCostOf(previous, band, images));
  return (
    <section className={styles['details']}>
      <div className={styles['title']}>
        <h2>Fleet</h2>
        <CloseButton label="Close the details" />
      </div>
      {isGone && <p className={styles['hint']}>The selected block no longer exists.</p>}
      <Facts
        facts={[
          { name: 'Name', value: plain(fleet.name, 200) },
          isServed(fleet)
            ? { name: 'Entry', value: plain(fleet.entry.url, 200), isMono: true }
            : { name: 'Entry', value: 'none: its blocks fetch their work' },
          ...(revisions === 'rising'
            ? [
                { name: 'Split', value: `revision ${count(fleet.split.revision)}` },
                { name: 'Changed', value: dateTime(fleet.split.changedAtMs) },
              ]
            : [{ name: 'Split', value: describeSplit(fleet) }]),
          { name: 'Floor', value: `${count(fleet.floor)} healthy in service` },
          {
            name: 'Way back',
            value: previous === undefined ? 'none' : labelOfGeneration(previous),
          },
          ...(cost === '' ? [] : [{ name: 'Kept warm', value: cost }]),
          ...(fleet.traffic.isCounted
            ? [{ name: 'Requests', value: requestsText(fleet, { link, observedAtMs }) }]
            : []),
          ...(isServed(fleet) ? fleet.entry.rules : []).map((rule, index) => ({
            name: fleet.entry.rules.length === 1 ? 'Rule' : `Rule ${String(index + 1)}`,
            value: plain(rule, 200),
          })),
        ]}
      />
      <Notes title="What to know" notes={entryNotes(fleet)} />
      <div className={styles['buttons']}>
        {isServed(fleet) && (
          <ActButton
            refusedBecause={isRunning ? undefined : 'The entry is closed.'}
            onAct={() => {
              acts.open(fleet.id, null);
            }}
          >
            Open the entry
            <ExternalLink size={14} aria-hidden="true" />
          </ActButton>
        )}
        {isServed(fleet) && isRunning && <PauseAct fleet={fleet} />}
        <ConsoleAct fleet={fleet} target={{ kind: 'entry' }} words="Load balancer in the console" />
        <CopyLink fleet={fleet.id} />
      </div>
      <WayBack fleet={fleet} />
      <DownBlocks fleet={fleet} />
      <Leftovers fleet={fleet} />
      <RetiredGenerations fleet={fleet} />
      <Legend fleet={fleet} />
      {isServed(fleet) && fleet.entry.marker !== 'header' && <Marker fleet={fleet} />}
      {isServed(fleet) && fleet.entry.proof !== undefined && <TestEntrySection fleet={fleet} />}
      <p className={styles['hint']}>
        Select a block to see its facts{blockLogs ? ' and its log' : ''}.
      </p>
    </section>
  );
}

function requestsText({ traffic }: Fleet, sight: Sight): string {
  return traffic.requests === 0
    ? 'none'
    : `${count(traffic.requests)} since ${clockTime(traffic.sinceMs)}${sight.link.kind === 'live' ? '' : reachText(sight, traffic)}, ${count(traffic.lost)} lost`;
}

function entryNotes({ entry }: Fleet): readonly string[] {
  const pinned = entry.pinnedForMs === null ? [] : [pinnedSentence(entry.pinnedForMs)];
  return [...pinned, ...entry.notes];
}

/** Sentences from outside, each once. */
function Notes({ title, notes }: { readonly title: string; readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <div className={styles['notes']}>
      <h3>{title}</h3>
      <ul>
        {notes.map((note, index) => (
          <li key={index}>
            <bdi>
              <MixedText text={plain(note, 400)} />
            </bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface BlockDetailsProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  readonly block: Block;
}

function BlockDetails({ fleet, generation, block }: BlockDetailsProps) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const { nowMs } = useClock();
  const now = useNow(nowMs, 1000);
  const isRunning = useYardRuns();
  const { verbs, blockLogs, ownHost } = usePanel((panel) => panel.capabilities);
  const band = usePanel((panel) => panel.band);
  const label = labelOfGeneration(generation);
  const verdict = canReplace(fleet, generation, block.id);
  const wish = { kind: 'replace', generation: generation.id, block: block.id } as const;
  const plan = usePlan(fleet, wish);
  const refused =
    pressRefusal(link, band) ??
    (verdict.kind === 'refused' ? verdict.because : undefined) ??
    plan?.refusedBecause ??
    undefined;
  return (
    <section className={styles['details']}>
      <div className={styles['title']}>
        <h2>Block</h2>
        <CloseButton label="Close the block" />
      </div>
      <Facts
        facts={[
          { name: 'Generation', value: `${label}, slot ${String(block.slot)}` },
          {
            name: 'State',
            value: !isRunning ? (
              'not running: its yard does not run'
            ) : (
              <>
                <b className={styles['state']}>{stateWord(block.state)}</b>{' '}
                {`for ${ago(now - block.sinceMs)
                  .replace(' ago', '')
                  .replace('just now', 'a moment')}`}
                <span className={styles['sentence']}>{stateSentence(block.state)}</span>
              </>
            ),
          },
          ...(isServed(fleet) || !isRunning ? [] : [{ name: 'Work', value: workSentence(block) }]),
          ...(block.stateful === undefined ? [] : [{ name: 'Keeps data', value: statefulValue(block.stateful) }]), // prettier-ignore
          { name: 'Id', value: plain(block.id, 300), isMono: true },
          {
            name: 'Address',
            value: block.address === undefined || !isRunning ? 'none' : plain(block.address, 100),
            isMono: true,
          },
          ...(ownHost ? processFacts(block, isRunning) : []),
          { name: 'Launched', value: dateTime(block.launchedAtMs) },
          { name: 'Zone', value: plain(block.zone, 100) },
          { name: 'Image', value: shortId(generation.image), isMono: true },
          ...outsideFacts(block.facts),
        ]}
      />
      <div className={styles['buttons']}>
        <CopyButton text={block.id} doneText="Copied the id">
          Copy id
        </CopyButton>
        <ConsoleAct
          fleet={fleet}
          target={{ kind: 'block', block: block.id }}
          words="Server in the console"
        />
      </div>
      {verbs.includes('replace') && generation.isForeign !== true && (
        <div className={styles['buttons']}>
          <ActButton
            refusedBecause={refused}
            onAct={() => {
              acts.replace(fleet.id, generation.id, block.id);
            }}
          >
            Replace block
          </ActButton>
          {refused === undefined ? (
            plan !== null && (
              <>
                <PlanList steps={plan.steps} />
                <ScriptCopy fleet={fleet} wish={wish} />
              </>
            )
          ) : (
            <p className={styles['hint']}>{refused}</p>
          )}
        </div>
      )}
      <GenerationFacts generation={generation} label={label} />
      <ConsoleActs fleet={fleet} generation={generation} className={styles['buttons']} />
      {rungOffers(fleet, generation).some(({ verb }) => verbs.includes(verb)) && (
        <div className={styles['buttons']}>
          <RungActs fleet={fleet} generation={generation} />
        </div>
      )}
      {verbs.includes('adopt') && generation.whyNotAdopted !== undefined && (
        <p className={styles['hint']}>
          {`It cannot be adopted. ${plain(generation.whyNotAdopted, 300)}`}
        </p>
      )}
      {isRunning && blockLogs && <BlockLog fleet={fleet.id} block={block.id} />}
    </section>
  );
}

function processFacts(block: Block, isRunning: boolean) {
  const { pid, memoryBytes } = block;
  return [
    {
      name: 'Process',
      value: pid === undefined || !isRunning ? 'none' : String(pid),
      isMono: true,
    },
    {
      name: 'Memory',
      value: memoryBytes === undefined || !isRunning ? 'not known' : bytes(memoryBytes),
    },
  ];
}

function outsideFacts(facts: Block['facts'] = []) {
  return facts.map(({ fact, value }) => ({ name: plain(fact, 60), value: plain(value, 300) }));
}

/** How its blocks are told, as its recipe declares it. */
function hookFacts(hook: Generation['recipe']['work']) {
  if (hook === undefined) return [];
  const words =
    hook.kind === 'http'
      ? [`POST ${hook.takePath}`, `POST ${hook.stopPath}`, `GET ${hook.statePath}`]
      : [hook.take, hook.stop, hook.state].map((parts) => parts.join(' '));
  return ['Take hook', 'Stop hook', 'State hook'].map((name, index) => ({
    name,
    value: plain(words[index] ?? '', 300),
    isMono: true,
  }));
}

/** What else it was started with, and where it is not the immutable generation it should be. */
function GenerationFacts({
  generation,
  label,
}: {
  readonly generation: Generation;
  readonly label: string;
}) {
  const facts = [...hookFacts(generation.recipe.work), ...outsideFacts(generation.recipe.facts)];
  const { notes = [] } = generation;
  if (facts.length === 0 && notes.length === 0) return null;
  return (
    <>
      <div className={styles['title']}>
        <h2>
          Generation <bdi>{label}</bdi>
        </h2>
      </div>
      {facts.length > 0 && <Facts facts={facts} />}
      <Notes title="To know about it" notes={notes} />
    </>
  );
}
