import { RunState, type Batch } from '../api/schemas.ts';
import { isEnded, tones, type Tone } from '../format.ts';
import { messages } from '../messages.ts';

const order: readonly Tone[] = ['good', 'still', 'attention', 'bad', 'busy'];

/** How far a file is: a bar of what came of its rows. */
export function BatchProgress({ batch: { states, total, refused } }: { readonly batch: Batch }) {
  const counts = { good: 0, still: 0, attention: 0, bad: refused, busy: 0 };
  let ended = refused;
  for (const [name, rows] of Object.entries(states)) {
    const state = RunState.safeParse(name);
    counts[state.success ? tones[state.data] : 'busy'] += rows;
    if (state.success && isEnded(state.data)) ended += rows;
  }
  const label = messages.csv.progress(ended, total);
  return (
    <div className="progress">
      <div className="progress-bar" role="progressbar" aria-valuenow={ended} aria-valuemax={total} aria-label={label}>
        {order.map((tone) => (
          <span key={tone} className={tone} style={{ width: `${(counts[tone] / Math.max(total, 1)) * 100}%` }} />
        ))}
      </div>
      <p className="faint">{label}</p>
    </div>
  );
}
