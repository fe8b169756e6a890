/**
 * What the first picture of a fleet does not need: the other screens, the dialogs and the forms, with the
 * libraries that only they use. Loaded when that picture stands, see use-later-parts.ts.
 */
import '../bridge/jitless.ts';
import { CompareScreen } from '../features/compare/compare-screen.tsx';
import { MarkerForm } from '../features/fleet/marker-form.tsx';
import { TestEntryForm } from '../features/fleet/test-entry-form.tsx';
import { OpenDialogs } from '../features/frame/open-dialogs.tsx';
import { Guide } from '../features/guide/guide.tsx';
import { ImagesScreen } from '../features/images/images-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { TimelineScreen } from '../features/timeline/timeline-screen.tsx';

export const laterParts = {
  MarkerForm,
  TestEntryForm,
  Guide,
  OpenDialogs,
  screens: {
    compare: CompareScreen,
    images: ImagesScreen,
    settings: SettingsScreen,
    timeline: TimelineScreen,
  },
};

export type LaterParts = typeof laterParts;
