import type { LoadedBlueprint } from '../../blueprint/load-blueprints.ts';
import type { AccountKind } from '../../docspace/vocabulary/words.ts';
import type { Check } from '../../http/parts.ts';

/** What a close-out that may take rooms over needs: the switch, and a key that belongs to a DocSpace admin. */
export function checkBorrowing(
  blueprints: readonly Pick<LoadedBlueprint, 'blueprint'>[],
  { allowBorrow, kind }: { readonly allowBorrow: boolean; readonly kind: AccountKind },
): readonly Check[] {
  const names = blueprints.flatMap(({ blueprint }) =>
    blueprint.kind === 'CloseOut' && blueprint.for === 'room' && blueprint.ownership === 'borrow'
      ? [blueprint.name]
      : [],
  );
  const mayTakeOver = kind === 'owner' || kind === 'docspace-admin';
  return names.flatMap((one): readonly Check[] => {
    const name = `Blueprint ${one}`;
    if (!allowBorrow) {
      const text = 'says `ownership: borrow`, and ALLOW_BORROW is not true: rooms of others wait for their owner';
      return [{ name, state: 'attention', text, hint: 'Set ALLOW_BORROW=true, or say `ownership: never`.' }];
    }
    if (mayTakeOver) return [];
    const text = `says \`ownership: borrow\`, and the account of the key is a ${kind}: only a DocSpace admin may take rooms over`;
    return [{ name, state: 'bad', text, hint: 'Use a key of a DocSpace admin, or say `ownership: never`.' }];
  });
}
