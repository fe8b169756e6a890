/**
 * One picture of a page, drawn from its bytes onto a canvas: the window's policy knows no address that it could be
 * loaded from, and needs none.
 */
import { useEffect, useRef, useState } from 'react';
import type { PictureKind } from '../../../src-shared/appearance-bounds.ts';
import { useActs } from '../../store/panel-context.ts';
import styles from './appearance.module.css';

interface PictureCanvasProps {
  readonly run: string;
  readonly shot: number;
  readonly kind: PictureKind;
  /** Of this page alone, in pixels: the place is kept while it is read. */
  readonly size: { readonly width: number; readonly height: number };
  /** Null: it lies over another one that says it. */
  readonly label: string | null;
  readonly className?: string | undefined;
  readonly clipFromLeft?: number;
}

export function PictureCanvas(props: PictureCanvasProps) {
  const { run, shot, kind, size, label, className, clipFromLeft } = props;
  const acts = useActs();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    void acts.picture({ run, shot, kind }).then(async (read) => {
      try {
        if (!read.ok) throw new Error(read.fault.message);
        const blob = new Blob([read.value], { type: 'image/png' });
        const bitmap = await createImageBitmap(blob);
        if (isWanted) draw(canvas.current, bitmap);
        bitmap.close();
        if (isWanted) setProblem(null);
      } catch (error) {
        const message = read.ok ? 'This picture cannot be drawn here.' : (error as Error).message;
        if (isWanted) setProblem(message);
      }
    });
    return () => {
      isWanted = false;
    };
  }, [acts, run, shot, kind]);
  const clip = clipFromLeft === undefined ? undefined : `inset(0 0 0 ${String(clipFromLeft)}%)`;
  return (
    <>
      <canvas
        ref={canvas}
        className={`${styles['canvas'] ?? ''} ${className ?? ''}`}
        width={size.width}
        height={size.height}
        style={clip === undefined ? undefined : { clipPath: clip }}
        {...(label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      />
      {problem !== null && label !== null && <p className={styles['problem']}>{problem}</p>}
    </>
  );
}

function draw(canvas: HTMLCanvasElement | null, bitmap: ImageBitmap): void {
  const pen = canvas?.getContext('2d');
  if (canvas === null || pen === null || pen === undefined) return;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0);
}
