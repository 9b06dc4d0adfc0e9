import type { Account } from '../model/records.ts';

/** ThumbnailsDataDto: the photo of a person in all sizes, or the picture that stands for one. */
export function writePhoto({ photo }: Pick<Account, 'photo'>) {
  const of = (size: string): string => photo ?? `/static/images/default_user_photo_size_${size}.png`;
  return {
    original: of('200-200'),
    retina: of('360-360'),
    max: of('200-200'),
    big: of('82-82'),
    medium: of('48-48'),
    small: of('32-32'),
  };
}
