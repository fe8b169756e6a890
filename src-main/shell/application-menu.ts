/** macOS needs a menu for copy, paste and quit, and expects an app's files in it; elsewhere the window has none. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../../src-shared/ipc-contract.ts';

type MenuItem = EventPayload<'menu.pressed'>;

export function setApplicationMenu(
  platform: NodeJS.Platform,
  press: (item: MenuItem) => void,
): void {
  const item = (label: string, pressed: MenuItem, accelerator?: string) => ({
    label,
    click: () => {
      press(pressed);
    },
    ...(accelerator !== undefined && { accelerator }),
  });
  const macMenu: MenuItemConstructorOptions[] = [
    { role: 'appMenu' },
    {
      label: 'File',
      submenu: [
        item('Open a Release File\u2026', 'open-release-file', 'Command+O'),
        { type: 'separator' },
        { role: 'close' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Find Anything\u2026', 'palette', 'Command+K'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('Keyboard Shortcuts', 'sheet')] },
  ];
  // Reload and developer tools are left out on purpose: a reload in the middle of a release explains nothing.
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate(macMenu) : null);
}
