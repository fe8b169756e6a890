/** One fleet in one line, for the menu of the tray. Pure. */
import { deniedAction } from '../../src-shared/denied-action.ts';
import { isEntryClosed, isServed } from '../../src-shared/entry-of.ts';
import { expectedRevertMs } from '../../src-shared/expected-revert.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import { readinessText } from '../../src-shared/plan-of.ts';
import { blocks } from '../../src-shared/plan-step.ts';
import { revertReadiness, type RevertReadiness } from '../../src-shared/revert-readiness.ts';
import { surroundingsOf } from '../../src-shared/revert-surroundings.ts';
import { currentOf, healthyCount, isInService, weightOf } from '../../src-shared/roles.ts';
import { describeSplit, sendsAllTo } from '../../src-shared/split.ts';
import { writeRefusal } from '../../src-shared/safety.ts';
import { stepText } from '../../src-shared/step-text.ts';
import { isUnmetRevert } from '../../src-shared/unmet-revert.ts';
import { ownerText, plain } from '../../src-shared/wording.ts';

export interface FleetLine {
  /** `weak`: it serves well, and its way back is not as it should be. */
  readonly tone: 'calm' | 'weak' | 'runs' | 'trouble';
  readonly name: string;
  readonly text: string;
  /** `Revert to v001 - ready, under 1 s`; null: there is no way back. */
  readonly wayBack: string | null;
}

export function fleetLine(fleet: Fleet, panel: PanelSnapshot, nowMs: number): FleetLine {
  const switches = panel.switchTimes.filter((time) => time.fleet === fleet.id);
  const { link, band, outcomes } = panel;
  const { account } = band;
  const action = deniedAction(outcomes, fleet.id);
  const denied = action === null ? null : ({ action, by: 'write' } as const);
  const around = surroundingsOf({ link, nowMs, account, denied });
  const readiness = revertReadiness(fleet, expectedRevertMs(switches), around);
  const common = {
    name: plain(fleet.name, 60),
    wayBack: wayBackText(readiness, writeRefusal(band) !== null),
  };
  const trouble = troubleOf(fleet, panel);
  if (trouble !== null) return { ...common, tone: 'trouble', text: trouble };
  const running = panel.progress.find((item) => item.fleet === fleet.id);
  if (running !== undefined) {
    const waits = running.waitingBecause === null ? '' : `: ${plain(running.waitingBecause, 120)}`;
    return { ...common, tone: 'runs', text: `${plain(running.title, 120)}${waits}` };
  }
  const elsewhere = ranElsewhere(fleet, panel);
  if (elsewhere !== null) return { ...common, tone: 'runs', text: elsewhere };
  const isLedAstray = account !== null && account.changedFrom !== null;
  const isWeak = readiness.kind === 'degraded' || (readiness.kind === 'ready' && isLedAstray);
  return { ...common, tone: isWeak ? 'weak' : 'calm', text: standing(fleet) };
}

function wayBackText(readiness: RevertReadiness, isForbidden: boolean): string | null {
  if (readiness.kind === 'nothing') return null;
  const what = isForbidden ? 'not allowed here' : readinessText(readiness);
  return `Revert to ${labelOfGeneration(readiness.to)} - ${what}`;
}

/** A change that this panel does not carry; null when there is none. */
function ranElsewhere({ rollout }: Fleet, { self, outcomes }: PanelSnapshot): string | null {
  if (rollout === null) return null;
  // What has just ended here is still in the yard's last look.
  const ended = outcomes.find((outcome) => outcome.rollout === rollout.id);
  if (ended !== undefined && ended.kind !== 'handed-over') return null;
  const isOurs = rollout.owner.panel === self.panel;
  const who = isOurs ? 'a change of this panel is not over' : `${ownerText(rollout.owner)} runs a change`; // prettier-ignore
  return rollout.step === undefined ? who : `${who}: ${plain(stepText(rollout.step), 120)}`;
}

function standing(fleet: Fleet): string {
  const current = currentOf(fleet);
  if (current === undefined) return describeSplit(fleet);
  const who = sendsAllTo(fleet, current.id)
    ? `${labelOfGeneration(current)} serves`
    : describeSplit(fleet);
  return `${who}, ${String(healthyCount(current))} of ${blocks(current.size)} healthy`;
}

const down = new Set(['unhealthy', 'exited', 'launch-refused']);

/** What asks for a person now; null when nothing does. */
function troubleOf(fleet: Fleet, { outcomes }: PanelSnapshot): string | null {
  if (isEntryClosed(fleet)) return 'the entry is not open';
  if (fleet.generations.length > 0 && currentOf(fleet) === undefined) {
    return isServed(fleet) ? 'no generation has traffic' : 'no generation takes work';
  }
  for (const generation of fleet.generations) {
    if (weightOf(fleet, generation.id) === 0) continue;
    const label = labelOfGeneration(generation);
    const replaced = new Set(generation.blocks.map(({ replaces }) => replaces));
    const ill = generation.blocks.filter(
      ({ id, state }) => down.has(state.kind) && !replaced.has(id),
    );
    if (generation.blocks.length > 0 && !generation.blocks.some(isInService)) {
      return `${label} serves and none of its blocks is healthy`;
    }
    if (ill.length > 0) {
      const verb = ill.length === 1 ? 'is' : 'are';
      return `${String(ill.length)} of ${blocks(generation.size)} of ${label} ${verb} down`;
    }
  }
  const unmet = outcomes.find((outcome) => outcome.fleet === fleet.id && isUnmetRevert(outcome));
  return unmet === undefined ? null : 'the last revert did not come about';
}
