/**
 * The icon in the menu bar or the tray: an extra, never the only way to anything. Desktops without a tray
 * show nothing and nothing is missing. Its menu shows and leads; it executes nothing but Quit, which asks.
 */
import {
  Menu,
  nativeImage,
  nativeTheme,
  Tray,
  type MenuItemConstructorOptions,
  type NativeTheme,
} from 'electron';
import { join } from 'node:path';
import type { FleetId, YardId } from '../../src-shared/ids.ts';
import { withoutAccessKeys } from '../desktop/inert-text.ts';
import type { TrayFace, TrayState } from '../desktop/tray-face.ts';

/** Where a press in the menu leads. */
export interface AskedPlace {
  readonly yard: YardId;
  readonly fleet: FleetId | null;
  readonly focus: 'revert' | null;
}

export interface TrayActs {
  readonly open: () => void;
  readonly openAt: (place: AskedPlace) => void;
  readonly quit: () => void;
}

export interface TrayIcon {
  readonly show: (face: TrayFace) => void;
  readonly hide: () => void;
}

/** A menu that does not fit a small screen is of no use; the window has the rest. */
const mostLines = 12;

export function createTrayIcon(folder: string, acts: TrayActs): TrayIcon {
  let tray: Tray | null = null;
  let shown: TrayFace | null = null;
  let drawn = '';

  const draw = (face: TrayFace): void => {
    const image = imageOf(folder, face.state);
    if (tray === null) {
      tray = new Tray(image);
      tray.on('click', () => {
        // On a Mac, and where a tray has menus only, a click opens the menu by itself.
        if (process.platform !== 'darwin') acts.open();
      });
    } else tray.setImage(image);
    tray.setToolTip(face.tooltip);
    tray.setContextMenu(Menu.buildFromTemplate(menuOf(face, acts)));
  };

  const show = (face: TrayFace): void => {
    shown = face;
    // A menu that is set anew closes under the pointer of whoever reads it: only what is different is set.
    const text = `${String(nativeTheme.shouldUseDarkColors)} ${JSON.stringify(face)}`;
    if (text === drawn) return;
    drawn = text;
    try {
      draw(face);
    } catch {
      // A desktop that takes no icon: there is none, and that is all.
      tray = null;
    }
  };
  nativeTheme.on('updated', () => {
    if (shown !== null) show(shown);
  });
  return {
    show,
    hide: () => {
      tray?.destroy();
      tray = null;
      shown = null;
      drawn = '';
    },
  };
}

/**
 * Black for a Mac, which turns it itself; else as the bar of the desktop most likely is: light marks on a dark
 * one. Each has its double beside it, for fine screens.
 */
function imageOf(folder: string, state: TrayState): Electron.NativeImage {
  const isMac = process.platform === 'darwin';
  const shade = isMac || !isBarDark() ? 'black' : 'white';
  const image = nativeImage.createFromPath(join(folder, `${state}-${shade}.png`));
  if (isMac) image.setTemplateImage(true);
  return image;
}

/** Electron 33, the fallback, does not tell the bar's shade apart from that of windows. */
function isBarDark(): boolean {
  const told: Pick<NativeTheme, 'shouldUseDarkColors'> & {
    readonly shouldUseDarkColorsForSystemIntegratedUI?: boolean;
  } = nativeTheme;
  return told.shouldUseDarkColorsForSystemIntegratedUI ?? told.shouldUseDarkColors;
}

function menuOf(face: TrayFace, acts: TrayActs): MenuItemConstructorOptions[] {
  const line = (text: string, place: AskedPlace): MenuItemConstructorOptions => ({
    label: withoutAccessKeys(text),
    click: () => {
      acts.openAt(place);
    },
  });
  const lines = [
    ...face.unknown.map(({ yard, text }) => line(text, { yard, fleet: null, focus: null })),
    ...face.fleets.map(({ yard, fleet, name, text }) =>
      line(`${name}: ${text}`, { yard, fleet, focus: null }),
    ),
  ];
  const more = lines.length - mostLines;
  const withWayBack = face.fleets.filter(({ wayBack }) => wayBack !== null).slice(0, mostLines);
  const toRevert = withWayBack.map(({ yard, fleet, name, wayBack }) =>
    line(`${name}: ${wayBack ?? ''}`, { yard, fleet, focus: 'revert' }),
  );
  return [
    ...lines.slice(0, mostLines),
    ...(more > 0 ? [{ label: `${String(more)} more in the window`, enabled: false }] : []),
    ...(lines.length > 0 ? [{ type: 'separator' } as const] : []),
    { label: 'Open', click: acts.open },
    toRevert.length === 0
      ? { label: 'Open and focus revert: there is nothing to revert to', enabled: false }
      : { label: 'Open and focus revert', submenu: toRevert },
    { type: 'separator' },
    { label: 'Quit', click: acts.quit },
  ];
}
