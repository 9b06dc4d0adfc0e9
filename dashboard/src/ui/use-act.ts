import { useMutation } from '@tanstack/react-query';

interface Acting {
  readonly act: <T>(work: () => Promise<T>, then?: (result: T) => void) => void;
  readonly error: Error | null;
  readonly isActing: boolean;
  readonly reset: () => void;
}

/** Does something that a button was pressed for, once at a time, and keeps why it failed. */
export function useAct(): Acting {
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: (work: () => Promise<void>) => work(),
  });
  return {
    act: (work, then) =>
      mutate(async () => {
        const result = await work();
        then?.(result);
      }),
    error,
    isActing: isPending,
    reset,
  };
}
