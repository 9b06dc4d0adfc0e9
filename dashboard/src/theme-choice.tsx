import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { messages } from './messages.ts';

const themes = [
  { theme: 'auto', text: messages.theme.auto, icon: Monitor },
  { theme: 'light', text: messages.theme.light, icon: Sun },
  { theme: 'dark', text: messages.theme.dark, icon: Moon },
] as const;

const stored = 'concierge-theme';

applyTheme(localStorage.getItem(stored) ?? 'auto');

function applyTheme(theme: string): void {
  document.documentElement.dataset['theme'] = theme;
}

/** Light or dark, as the system says unless chosen. */
export function ThemeChoice() {
  const [chosen, setChosen] = useState(() => localStorage.getItem(stored) ?? 'auto');
  return (
    <div className="themes" role="group" aria-label={messages.theme.label}>
      {themes.map(({ theme, text, icon: Icon }) => (
        <button
          key={theme}
          aria-label={text}
          title={text}
          aria-pressed={theme === chosen}
          onClick={() => {
            localStorage.setItem(stored, theme);
            applyTheme(theme);
            setChosen(theme);
          }}
        >
          <Icon aria-hidden size={15} />
        </button>
      ))}
    </div>
  );
}
