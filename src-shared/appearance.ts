/** Comparing how generations look: what is taken of a list, and its bounds and words. Pure. */
import { mostShots } from './appearance-bounds.ts';
import type { AppearanceList, Finding, KeptLists, ShotResult } from './appearance-schema.ts';
import type { FleetId, YardId } from './ids.ts';

export interface Shot {
  readonly shot: number;
  readonly path: AppearanceList['paths'][number];
  readonly viewport: AppearanceList['viewports'][number];
  readonly theme: AppearanceList['themes'][number];
}

/** Beginning with the first path in all its sizes; answers of an API have none. */
export function shotsOf(list: AppearanceList): readonly Shot[] {
  return list.paths
    .filter(({ kind }) => kind === 'page')
    .flatMap((path) =>
      list.viewports.flatMap((viewport) => list.themes.map((theme) => ({ path, viewport, theme }))),
    )
    .map((one, shot) => ({ shot, ...one }));
}

/** Null: it can be taken. Else one sentence. */
export function whyTooMany(list: AppearanceList): string | null {
  const count = shotsOf(list).length;
  return count <= mostShots
    ? null
    : `${String(count)} pictures of each side are more than ${String(mostShots)}: take fewer paths, sizes or themes.`;
}

/** What is compared where nobody has said anything yet. */
export const firstList: AppearanceList = {
  paths: [{ kind: 'page', path: '/', ignore: [] }],
  viewports: [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ],
  themes: ['light'],
  extent: 'page',
  hosts: [],
  waitsSeconds: 10,
};

/** What an operator keeps of a fleet. */
export function listFor(
  kept: KeptLists | undefined,
  { yard, fleet }: { readonly yard: YardId; readonly fleet: FleetId },
): AppearanceList {
  return kept?.find((one) => one.yard === yard && one.fleet === fleet)?.list ?? firstList;
}

export function shotTitle({ path, viewport, theme }: ShotResult): string {
  return `${path}, ${String(viewport.width)} \u00d7 ${String(viewport.height)}, ${theme}`;
}

/** `0 %`, `under 0.1 %`, `2.1 %`: never a nought for something. */
export function shareText(changed: number, compared: number): string {
  if (changed === 0 || compared === 0) return '0 %';
  const percent = (changed / compared) * 100;
  if (percent < 0.1) return 'under 0.1 %';
  return `${percent > 99.9 && changed < compared ? 'over 99.9' : percent.toFixed(1).replace(/\.0$/u, '')} %`;
}

/** `3 regions changed, 2.1 %`, for the screen, for assistive technology and for the command line. */
export function differenceText(difference: ShotResult['difference']): string {
  if (difference.kind === 'told') return difference.text;
  const { width, height, changed, faint, compared, regions, unlisted } = difference;
  if (compared === 0) return 'All of it is ignored: nothing was compared.';
  const count = regions.length + unlisted;
  const share = shareText(faint, compared);
  const parts = [
    ...(changed > 0
      ? [
          `${String(count)} ${count === 1 ? 'region' : 'regions'} changed, ${shareText(changed, compared)}`,
        ]
      : []),
    ...(faint > 0 ? [`${share} differs faintly`] : []),
    ...(changed === 0 && faint === 0 ? ['No pixel differs'] : []),
    ...(compared < width * height ? [`${shareText(width * height - compared, width * height)} of it is ignored`] : []), // prettier-ignore
  ];
  return `${parts.join('; ')}${changed === 0 ? '.' : ''}`;
}

/** A sentence without its end. @param finding its `about` is safe text. */
export function findingText({ kind, about, count }: Finding): string {
  const times = count === 1 ? '' : `, ${String(count)} times`;
  switch (kind) {
    case 'blocked':
      return `asked for ${about}: blocked${times}`;
    case 'write-blocked':
      return `wanted to change something (${about}): blocked${times}`;
    case 'redirected':
      return `led on to ${about}`;
    case 'redirect-blocked':
      return `wanted to lead to ${about}: blocked${times}`;
    case 'dialog':
      return `wanted to open a dialog (${about}): not shown${times}`;
    case 'window':
      return `wanted to open a window for ${about}: not opened${times}`;
    case 'download':
      return `wanted to save ${about}: cancelled${times}`;
    case 'permission':
      return `asked for a permission (${about}): refused${times}`;
    case 'sign-in':
      return `${about} asked for a name and a password: none were given${times}`;
    case 'certificate':
      return `the certificate of ${about}: refused${times}`;
    case 'certificate-allowed':
      return `the certificate of ${about}: let through, as the list says${times}`;
    case 'animation':
      return `${String(count)} ${count === 1 ? 'animation was' : 'animations were'} stopped`;
    case 'never-settled':
      return `it never came to rest${about === '' ? '' : ` (${about})`}: the picture is of one moment`;
    case 'failed-request':
      return `a part of it could not be loaded (${about})${times}`;
    case 'cut':
      return `the page is longer than ${about} pixels: the rest is not in the picture`;
    case 'selector':
      return `the selector ${about} finds nothing, or is none`;
  }
}
