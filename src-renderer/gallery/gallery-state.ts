import type { PanelSnapshot } from '../../src-shared/panel.ts';
import type { Answers } from '../bridge/fake-bridge.ts';
import type { ViewState } from '../store/view-store.ts';

/** One designed state of the window: what main said, what the person had open, what calls answer. */
export interface GalleryState {
  readonly snapshot: PanelSnapshot;
  readonly view?: Partial<ViewState>;
  readonly answers?: Answers;
  /** Pressed one after the other once it is there, by their texts: states that only a press leads to. */
  readonly presses?: readonly string[];
}
