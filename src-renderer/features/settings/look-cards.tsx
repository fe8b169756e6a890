/** How much moves, and how large blocks are drawn. Both hold at once. */
import type { Settings } from '../../../src-shared/panel.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { blockSizes } from '../../ui/tokens.ts';
import { Choice } from '../../ui/choice.tsx';
import { useAsksForLess } from '../../ui/motion.ts';
import styles from './settings-screen.module.css';

export function MotionCard() {
  const settings = usePanel((panel) => panel.settings);
  const acts = useActs();
  const asksForLess = useAsksForLess();
  return (
    <section className={styles['card']}>
      <h2>Motion</h2>
      <Choice
        name="Motion"
        value={settings.motion ?? 'system'}
        options={[
          {
            value: 'system',
            text: 'As the system',
            note: asksForLess
              ? 'The system asks for reduced motion, so nothing moves here.'
              : 'The system asks for nothing less, so changes fade: short, and only what was seen to change.',
          },
          {
            value: 'reduced',
            text: 'Reduced',
            note: 'Nothing moves, whatever the system asks for: each change shows at once.',
          },
        ]}
        onPick={(motion) => {
          acts.saveSettings({ ...settings, motion: motion === 'system' ? undefined : motion });
        }}
      />
      <p className={styles['quiet']}>
        There is no setting for more motion than the system asks for: whoever asked it for less
        asked all programs.
      </p>
    </section>
  );
}

const sizeWords: Readonly<Record<NonNullable<Settings['blockSize']>, string>> = {
  small: 'Small',
  medium: 'Medium',
  large: 'Large',
};

export function BlockSizeCard() {
  const settings = usePanel((panel) => panel.settings);
  const acts = useActs();
  const sizes = (['small', 'medium', 'large'] as const).map((value) => ({
    value,
    text: sizeWords[value],
    note: `${String(blockSizes[value])} pixels${value === 'small' ? ': a mark, no number' : value === 'medium' ? ': its number and its mark' : ': its state in words too'}`,
  }));
  return (
    <section className={styles['card']}>
      <h2>Block size</h2>
      <Choice
        name="Block size"
        value={settings.blockSize ?? 'automatic'}
        options={[
          {
            value: 'automatic',
            text: 'Automatic',
            note: 'As large as all blocks of both lanes fit, down to 7 pixels; then one square for several.',
          },
          ...sizes,
        ]}
        onPick={(blockSize) => {
          const kept = blockSize === 'automatic' ? undefined : blockSize;
          acts.saveSettings({ ...settings, blockSize: kept });
        }}
      />
      <p className={styles['quiet']}>
        Where a size has no room the next smaller one is drawn, and the lane says so.
      </p>
    </section>
  );
}
