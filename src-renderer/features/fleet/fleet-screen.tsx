/** The home of the panel: traffic, two lanes, what to do next, and the details beside them. */
import { ChevronLeft, ExternalLink, PanelRight, Table2, Blocks as BlocksIcon } from 'lucide-react';
import { isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { plain } from '../../../src-shared/wording.ts';
import { allFleets } from '../../store/fleet-choice.ts';
import {
  useActs,
  useFleet,
  usePanel,
  useSetView,
  useView,
  useYardRuns,
} from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { plural } from '../../ui/format.ts';
import { KeyCaps } from '../frame/key-caps.tsx';
import { useKeys } from '../frame/use-keys.ts';
import { lanesInView, lanesOfRelease } from '../release/running-release.ts';
import { AccountNotice } from './account-notice.tsx';
import { ActsPanel } from './acts-panel.tsx';
import styles from './fleet-screen.module.css';
import { EntryNotes } from './entry-notes.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FilterToggle, GroupingPicker } from './block-views.tsx';
import { FleetList } from './fleet-list.tsx';
import { Inspector } from './inspector.tsx';
import { Lane } from './lane.tsx';
import { LinkNotice } from './link-notice.tsx';
import { ThrottleNotice } from './throttle-notice.tsx';
import { LostFleet } from './lost-fleet.tsx';
import { NoFleet } from './no-fleet.tsx';
import { SampleTraffic } from './sample-traffic.tsx';
import { SplitBar } from './split-bar.tsx';
import { TrafficBar } from './traffic-bar.tsx';
import { useBlockSight } from './use-block-sight.ts';
import { WorkBar } from './work-bar.tsx';

export function FleetScreen() {
  const fleet = useFleet();
  const link = usePanel((panel) => panel.link);
  const isRunning = useYardRuns();
  const hasSampleTraffic = usePanel((panel) => panel.capabilities.sampleTraffic);
  const isSending = usePanel(({ sampleTraffic }) =>
    sampleTraffic.some((each) => each.fleet === fleet?.id && each.isOn),
  );
  const hasFleets = usePanel((panel) => panel.fleets.length > 0);
  const hasChosen = useView((view) => view.fleet !== null);
  if (fleet === undefined && hasChosen) return <LostFleet />;
  if (fleet === undefined) return hasFleets ? <FleetList /> : <NoFleet />;
  return (
    <div className={styles['screen']}>
      <div className={styles['main']}>
        <Title fleet={fleet} />
        <LinkNotice />
        <ThrottleNotice />
        <AccountNotice />
        <EntryNotes fleet={fleet} />
        <BlockViews fleet={fleet} />
        <div className={styles['stage']} data-link={link.kind}>
          <Stage fleet={fleet} />
        </div>
        {isRunning && (
          <>
            <ActsPanel fleet={fleet} />
            {hasSampleTraffic && <SampleTraffic fleet={fleet} />}
          </>
        )}
        {/* It goes on sending, and is the only one who counts what is refused now. */}
        {!isRunning && isSending && <SampleTraffic fleet={fleet} />}
      </div>
      <Inspector fleet={fleet} />
    </div>
  );
}

function Title({ fleet }: { readonly fleet: Fleet }) {
  const acts = useActs();
  const setView = useSetView();
  const isTable = useView((view) => view.isTable);
  const keys = useKeys('table');
  const isOpen = useView((view) => view.isInspectorOpen);
  const isRunning = useYardRuns();
  const alive = fleet.generations.filter((generation) => generation.rung !== 'retired');
  const blocks = alive.reduce((sum, generation) => sum + generation.blocks.length, 0);
  const isOneOfMany = usePanel((panel) => panel.fleets.length > 1);
  return (
    <div className={styles['title']}>
      {isOneOfMany && (
        <ActButton
          look="quiet"
          className={styles['back']}
          onAct={() => {
            setView(allFleets);
          }}
        >
          <ChevronLeft size={15} aria-hidden="true" />
          All fleets
        </ActButton>
      )}
      <h1>
        <bdi>{plain(fleet.name, 80)}</bdi>
      </h1>
      <div className={styles['where']}>
        <p>
          {plural(blocks, 'block')} in {plural(alive.length, 'generation')},{' '}
          {isServed(fleet) ? 'entry' : 'no entry: they fetch their work'}
        </p>
        {isServed(fleet) && (
          <ActButton
            look="quiet"
            className={styles['entry']}
            refusedBecause={isRunning ? undefined : 'The entry is closed.'}
            label={`Open the entry ${plain(fleet.entry.url, 100)} in the browser`}
            onAct={() => {
              acts.open(fleet.id, null);
            }}
          >
            <bdi>{plain(fleet.entry.url.replace(/^https?:\/\//, ''), 60)}</bdi>
            <ExternalLink size={13} aria-hidden="true" />
          </ActButton>
        )}
      </div>
      <div className={styles['views']}>
        <GroupingPicker fleet={fleet} />
        <FilterToggle fleet={fleet} />
        <ActButton
          className={styles['chip']}
          keys={keys.aria}
          onAct={() => {
            setView({ isTable: !isTable });
          }}
        >
          {isTable ? (
            <BlocksIcon size={14} aria-hidden="true" />
          ) : (
            <Table2 size={14} aria-hidden="true" />
          )}
          {isTable ? 'Show as blocks' : 'Show as table'}
          {keys.caps.length > 0 && <KeyCaps keys={keys.caps} />}
        </ActButton>
        <ActButton
          className={`${styles['chip'] ?? ''} ${styles['details'] ?? ''}`}
          onAct={() => {
            setView({ isInspectorOpen: !isOpen });
          }}
        >
          <PanelRight size={14} aria-hidden="true" />
          Details
        </ActButton>
      </div>
    </div>
  );
}

function BlockViews({ fleet }: { readonly fleet: Fleet }) {
  const chosen = useView((view) => view.lane);
  return <FilterBar fleet={fleet} lanes={lanesInView(fleet, chosen)} />;
}

function Stage({ fleet }: { readonly fleet: Fleet }) {
  const chosen = useView((view) => view.lane);
  const isRunning = useYardRuns();
  const lanes = lanesInView(fleet, chosen);
  const isFixed = lanesOfRelease(fleet) !== null;
  const current = currentOf(fleet);
  const alive = fleet.generations.filter((generation) => generation.rung !== 'retired');
  const shown = new Set(lanes.map((lane) => lane.id));
  const sight = useBlockSight(fleet);
  return (
    <>
      {!isServed(fleet) ? (
        <WorkBar fleet={fleet} lanes={lanes} isOpen={isRunning} />
      ) : fleet.traffic.isCounted ? (
        <TrafficBar fleet={fleet} lanes={lanes} isOpen={isRunning} />
      ) : (
        <SplitBar fleet={fleet} lanes={lanes} />
      )}
      <div className={styles['lanes']} data-lanes={lanes.length}>
        {lanes.map((generation, index) => (
          <Lane
            key={generation.id}
            fleet={fleet}
            generation={generation}
            side={index === 0 ? 'old' : 'new'}
            sight={sight}
            beside={lanes[1 - index]}
            others={
              generation.id === current?.id || isFixed
                ? []
                : alive.filter((each) => !shown.has(each.id))
            }
          />
        ))}
      </div>
    </>
  );
}
