/** Keeps a part that fails from taking the others with it: the way back must stay on screen. */
import { Component, type ReactNode } from 'react';
import { plain } from '../../src-shared/wording.ts';
import { ActButton } from './act-button.tsx';
import { EmptyState } from './empty-state.tsx';

interface ErrorBoundaryProps {
  /** Another value is another content: what failed before is tried afresh. */
  readonly resetKey: string;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
  readonly failedKey: string;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null, failedKey: '' };

  static getDerivedStateFromError(error: unknown): Partial<ErrorBoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(
    { resetKey }: ErrorBoundaryProps,
    state: ErrorBoundaryState,
  ): Partial<ErrorBoundaryState> | null {
    return state.failedKey === resetKey ? null : { error: null, failedKey: resetKey };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <EmptyState
        title="This part of the window failed"
        text={`${plain(error.message, 300)} The yard and its traffic are not touched by this, and the rest of the window works.`}
      >
        <ActButton
          onAct={() => {
            this.setState({ error: null });
          }}
        >
          Try again
        </ActButton>
      </EmptyState>
    );
  }
}
