/** The way forward of a release or a cutover, from whether it may begin to whether its guards can tell anything. Pure. */
import { canAttach, floorOf, holdsFloor } from './guards.ts';
import { dataAfter, dataChangeWords, dataWayBack } from './data-note.ts';
import { generationLabel, labelOfGeneration } from './ids.ts';
import { nextNumber } from './numbering.ts';
import { blocks } from './plan-step.ts';
import { asking, named, passed, stopping, untold, warning, failed, type Checked } from './preflight-check.ts'; // prettier-ignore
import { entryCheck, proofCheck, roomCheck } from './preflight-asked.ts';
import { rightsCheck, sessionCheck } from './preflight-account.ts';
import { comesFrom, type PreflightCheck, type PreflightGround, type PreflightWish } from './preflight-shape.ts'; // prettier-ignore
import { trafficCheck, watchCheck } from './preflight-terms.ts';
import { currentOf, generationOf, healthyCount } from './roles.ts';
import { labelOf } from './split.ts';
import { ownerText, plain } from './wording.ts';

export function forwardChecks(
  ground: PreflightGround,
  wish: PreflightWish,
): readonly PreflightCheck[] {
  return [
    ...named('Nothing else runs', aloneCheck(ground)),
    ...named('Image', imageCheck(ground, wish)),
    ...named('Difference', differenceCheck(ground, wish)),
    ...named('Floor', floorCheck(ground, wish)),
    ...named('Room', roomCheck(ground, wish)),
    ...named('Proof', proofCheck(ground, wish)),
    ...named('Entry', entryCheck(ground)),
    ...named('Rights', rightsCheck(ground, wish)),
    ...named('Credentials', sessionCheck(ground, wish)),
    ...named('Data', dataCheck(ground, wish)),
    ...named('Watch', wish.kind === 'release' ? watchCheck(ground.fleet, wish.terms) : null),
    ...named(
      'Traffic',
      wish.kind === 'release'
        ? trafficCheck(ground.fleet, wish.terms, ground.capabilities.measuredBy)
        : null,
    ),
  ];
}

/** Null where nothing is noted: nobody is asked to say it each time. */
function dataCheck({ fleet }: PreflightGround, wish: PreflightWish): Checked | null {
  const { generation: id } = comesFrom(fleet, wish);
  const noted = id === null ? undefined : generationOf(fleet, id)?.data;
  const data = wish.kind === 'release' ? (wish.terms.data ?? noted) : noted;
  const current = currentOf(fleet);
  const behind = id === null ? null : dataWayBack(fleet, id);
  if (behind?.kind === 'data-loss') {
    return warning(behind.because, 'Have a copy of the data that you have tried to restore.');
  }
  if (data === undefined || current === undefined) return null;
  const label = id === null ? generationLabel(nextNumber(fleet)) : labelOf(fleet, id);
  const after = dataAfter(labelOfGeneration(current), label, data);
  if (after === null) return passed(`${label} ${dataChangeWords.none}.`);
  if (data.change === 'expand') return passed(after);
  return warning(after, 'Have a copy of the data that you have tried to restore.');
}

function aloneCheck({ fleet: { rollout } }: PreflightGround): Checked {
  if (rollout === null) return passed('No other change of this fleet runs.');
  return stopping(
    `Another change of this fleet runs (${rollout.intent.kind}), carried by ${ownerText(rollout.owner)}.`,
    'Wait for its end, or take it over.',
  );
}

function imageCheck({ fleet, facts, capabilities }: PreflightGround, wish: PreflightWish): Checked {
  const { image, generation } = comesFrom(fleet, wish);
  if (image === null) return stopping('What was chosen is not there any more.');
  if (facts === null) return asking('The yard is asked whether the image is whole.');
  const proof = facts.image;
  switch (proof?.kind) {
    case 'whole':
      return passed(`The image is whole: ${proof.how}.`);
    case 'gone':
    case 'damaged': {
      const todo = capabilities.importsImages ? 'Import it again.' : '';
      // What runs already needs it only for what it loses.
      return generation === null
        ? stopping(proof.text, todo)
        : warning(`Lost blocks could not be replaced. ${proof.text}`, todo);
    }
    case 'untold':
      return untold(`Whether the image is whole was not told. ${proof.because}`);
    default:
      return untold('Whether the image is whole was not asked.');
  }
}

function differenceCheck({ fleet, facts }: PreflightGround, wish: PreflightWish): Checked | null {
  const { image } = comesFrom(fleet, wish);
  const current = currentOf(fleet);
  if (current === undefined || image === null) return null;
  const serving = labelOfGeneration(current);
  if (image === current.image) {
    return warning(`It is the image of ${serving}, which serves now: nothing of it differs.`);
  }
  if (facts === null) return asking(`Its image is compared with that of ${serving}.`);
  const { difference } = facts;
  if (difference?.kind !== 'told') {
    const why = difference?.because ?? '';
    return untold(`Its image was not compared with that of ${serving}. ${why}`.trim());
  }
  const { differing, dangers, missing } = difference.value;
  const count = `${String(differing)} ${differing === 1 ? 'fact differs' : 'facts differ'} from ${serving}`;
  if (dangers.length > 0) {
    const names = dangers.slice(0, 3).map((fact) => plain(fact, 60));
    const more = dangers.length > names.length ? ` and ${String(dangers.length - names.length)} more` : ''; // prettier-ignore
    const text = `${count}, and of these can hurt: ${names.join(', ')}${more}.`;
    return warning(text, 'Read the comparison before you go on.');
  }
  if (missing > 0)
    return untold(`${count}, but not all could be compared.`, 'Read the comparison.');
  return passed(`${count}, and none of them is known to hurt.`);
}

function floorCheck({ fleet }: PreflightGround, wish: PreflightWish): Checked | null {
  const floor = floorOf(fleet);
  if (wish.kind === 'release' && wish.source.kind === 'image') {
    const { size } = wish.source;
    const label = generationLabel(nextNumber(fleet));
    return size < floor
      ? stopping(`${blocks(size)} cannot take all the traffic: the floor is ${String(floor)}.`, 'Ask for more blocks.') // prettier-ignore
      : passed(`${label} gets ${blocks(size)}; the floor is ${String(floor)}.`);
  }
  const { generation: id } = comesFrom(fleet, wish);
  const generation = id === null ? undefined : generationOf(fleet, id);
  if (generation === undefined) return null;
  const label = labelOf(fleet, generation.id);
  if (generation.isAttached === false) {
    const verdict = canAttach(fleet, generation.id);
    return verdict.kind === 'refused'
      ? stopping(verdict.because)
      : untold(`Nobody checks ${label} before it is attached: whether it holds the floor of ${String(floor)} is seen then.`); // prettier-ignore
  }
  // That the entry is shut is another check's matter.
  const verdict = holdsFloor(fleet, generation);
  if (verdict.kind === 'refused') {
    return wish.kind === 'cut-over' ? stopping(verdict.because) : failed(verdict.because, 'Replace what is down first, or it waits for it.'); // prettier-ignore
  }
  const healthy = healthyCount(generation);
  return passed(`${String(healthy)} of ${blocks(generation.size)} of ${label} are healthy; the floor is ${String(floor)}.`); // prettier-ignore
}
