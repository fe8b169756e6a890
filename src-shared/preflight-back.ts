/** The way back after a release or a cutover: that what serves now stays whole, and that a revert would be allowed. Pure. */
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import { asking, failed, named, passed, untold, warning, type Checked } from './preflight-check.ts';
import type { PreflightFacts } from './preflight-facts-schema.ts';
import type { PreflightCheck, PreflightGround, PreflightWish } from './preflight-shape.ts';
import { blocks } from './plan-step.ts';
import { revertConditions, type RevertCondition } from './revert-readiness.ts';
import { currentOf, healthyCount } from './roles.ts';
import { longestMs } from './session-end.ts';
import { plain, roughDuration } from './wording.ts';

/** Said by checks of the way forward already, or by the one of the image here. */
const saidElsewhere: ReadonlySet<RevertCondition['what']> = new Set([
  'link',
  'right',
  'credentials',
  'entry',
  'image',
]);

export function backChecks(
  ground: PreflightGround,
  wish: PreflightWish,
): readonly PreflightCheck[] {
  const { fleet, switchMs, facts } = ground;
  const current = currentOf(fleet);
  if (current === undefined) {
    return named('Way back', warning('Nothing serves here, so there is nothing to go back to.'));
  }
  return [
    ...wholeChecks(fleet, current, switchMs),
    ...named('Its size', sizeCheck(current, longestMs(fleet, wish))),
    ...named('Its image', imageCheck(current, facts)),
    ...named('Right to revert', rightCheck(facts)),
  ];
}

function wholeChecks(
  fleet: Fleet,
  current: Generation,
  switchMs: number | null,
): readonly PreflightCheck[] {
  const label = labelOfGeneration(current);
  const conditions = revertConditions(fleet, current).filter(
    ({ what }) => !saidElsewhere.has(what),
  );
  const met = conditions.filter(({ severity }) => severity !== 'note');
  if (met.length > 0) {
    return met.map((condition) => ({ what: `Whole: ${label}`, ...conditionCheck(condition) }));
  }
  const notes = conditions.map(({ text }) => ` ${text}`).join('');
  const all = `${String(healthyCount(current))} of ${blocks(current.size)} are healthy`;
  const takes =
    switchMs === null
      ? 'how long a revert takes was not timed yet'
      : `a revert takes ${roughDuration(switchMs)} here`;
  return named(
    `Whole: ${label}`,
    passed(`${all} and stay warm as the way back; ${takes}.${notes}`),
  );
}

function conditionCheck({ severity, text }: RevertCondition): Checked {
  // The cutover works all the same: it is the way back that would not.
  return severity === 'trouble' ? failed(text) : warning(text);
}

/** Null where nobody beside us makes it smaller. */
function sizeCheck(current: Generation, takesMs: number): Checked | null {
  const { keepsSizeForMs: keptMs } = current;
  if (keptMs === undefined) return null;
  const label = labelOfGeneration(current);
  const [kept, takes] = [keptMs, takesMs].map(roughDuration);
  if (takesMs <= keptMs) {
    return passed(`${label} is held at its size for ${kept} at least from each step on, and this takes at most ${takes} beside waiting for people.`); // prettier-ignore
  }
  return warning(
    `With no panel open ${label} is held at its size for ${kept} only, and this can take ${takes}: then its own policies may end servers of the way back.`,
    'Leave a panel open that may write to the account: it renews the hold.',
  );
}

function imageCheck(current: Generation, facts: PreflightFacts | null): Checked {
  const label = labelOfGeneration(current);
  const lost = 'lost blocks could not be replaced';
  const { imageTrouble } = current;
  if (imageTrouble !== undefined) {
    const text = plain(imageTrouble.text, 300);
    return warning(`The image of ${label} is ${imageTrouble.kind}, so ${lost}. ${text}`.trim());
  }
  if (facts === null) return asking(`The yard is asked whether the image of ${label} is whole.`);
  const proof = facts.servingImage;
  switch (proof?.kind) {
    case 'whole':
      return passed(
        `The image of ${label} is whole, so lost blocks can be replaced: ${proof.how}.`,
      );
    case 'gone':
    case 'damaged':
      return warning(`The image of ${label} is ${proof.kind}, so ${lost}. ${proof.text}`);
    case 'untold':
      return untold(`Whether the image of ${label} is whole was not told. ${proof.because}`);
    default:
      return untold(`Whether the image of ${label} is whole was not asked.`);
  }
}

/** Null where rights are nobody's matter, or were not asked: the way forward says that once. */
function rightCheck(facts: PreflightFacts | null): Checked | null {
  const asked = facts?.permissions;
  if (asked?.kind !== 'told') return null;
  const ofRevert = asked.value.filter(({ isWayBack }) => isWayBack === true);
  if (ofRevert.length === 0) return null;
  const denied = ofRevert.find(({ answer }) => answer.kind === 'denied');
  if (denied !== undefined) {
    const text = `No revert would go: ${plain(denied.action, 80)} is denied.`;
    return failed(text, 'Add the statement that the check of permissions names.');
  }
  const proven = ofRevert.every(({ answer }) => answer.kind === 'allowed');
  return proven
    ? passed('Moving the traffic back is allowed.')
    : untold('Nothing is known against moving the traffic back, but AWS has no way to prove that right.'); // prettier-ignore
}
