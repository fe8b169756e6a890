/** What the executable is started with to draw pages. Pure. */
import { join } from 'node:path';
import type { CameraNeeds } from './camera.ts';
import { resolverRules } from './may-ask.ts';

/** Everything that makes the same page look the same twice, and nothing that asks anybody by itself. */
const steady = [
  ...['--disable-gpu', '--in-process-gpu', '--hide-scrollbars', '--mute-audio'],
  ...['--force-color-profile=srgb', '--force-device-scale-factor=1', '--disable-lcd-text'],
  ...['--disable-background-networking', '--disable-component-update', '--no-pings'],
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

export function cameraSwitches({ folder, hosts }: CameraNeeds, platform: string): string[] {
  return [
    '--camera',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--host-resolver-rules=${resolverRules(hosts)}`,
    ...steady,
    // No display is needed, and none is touched.
    ...(platform === 'linux' ? ['--ozone-platform=headless'] : []),
  ];
}
