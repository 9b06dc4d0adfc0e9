import type { Plan } from './plan.ts';

interface About {
  readonly blueprint: string;
  readonly subject: string;
}

interface Line {
  readonly depth: number;
  readonly mark: '+' | '~' | '-' | '=';
  readonly text: string;
}

const headings = { '+': 'To add', '~': 'To change', '-': 'To remove', '=': 'As it is' } as const;

/** A plan as GitHub-flavoured Markdown, for a comment or a ticket. `lines` are the plan's, as the terminal shows them. */
export function renderPlanMarkdown(plan: Plan, lines: readonly Line[], { blueprint, subject }: About): string {
  const marks = ['+', '~', '-', '='] as const;
  const sections = marks.flatMap((mark) => {
    const texts = lines.filter((line) => line.mark === mark).map(({ text }) => `- ${escape(text)}`);
    return texts.length > 0 ? [`**${headings[mark]}**`, '', ...texts, ''] : [];
  });
  const about = 'room' in plan ? [`Room ${escape(plan.room.title)}`, ''] : [];
  return [`### ${escape(blueprint)} for ${escape(subject)}`, '', ...about, ...sections].join('\n');
}

/** Names are given by strangers: nothing of them may be read as Markdown or HTML. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&@]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ');
}
