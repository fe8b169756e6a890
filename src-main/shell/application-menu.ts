/** macOS needs a menu for copy, paste and quit, and expects an app's files in it, on the keys that a person chose; elsewhere the window has none. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { acceleratorOf } from '../../src-shared/key-combination.ts';
import {
  activeKeys,
  usualShortcuts,
  type KeyedName,
  type ShortcutSettings,
} from '../../src-shared/shortcut-keys.ts';
import type { EventPayload } from '../../src-shared/ipc-contract.ts';

type MenuItem = EventPayload<'menu.pressed'>;

export function setApplicationMenu(
  platform: NodeJS.Platform,
  press: (item: MenuItem) => void,
  shortcuts: ShortcutSettings = usualShortcuts,
): void {
  const item = (label: string, pressed: MenuItem, name: KeyedName) => {
    // The first that a menu can have.
    const accelerator = activeKeys(name, shortcuts)
      .map(acceleratorOf)
      .find((each) => each !== null);
    return {
      label,
      click: () => {
        press(pressed);
      },
      ...(accelerator !== undefined && { accelerator }),
    };
  };
  const macMenu: MenuItemConstructorOptions[] = [
    { role: 'appMenu' },
    {
      label: 'File',
      submenu: [
        item('Open a Release File\u2026', 'open-release-file', 'open-file'),
        { type: 'separator' },
        { role: 'close' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Find Anything\u2026', 'palette', 'palette'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('Keyboard Shortcuts', 'sheet', 'sheet')] },
  ];
  // Reload and developer tools are left out on purpose: a reload in the middle of a release explains nothing.
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate(macMenu) : null);
}
