import { readStored } from '../model/stored-settings.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get } from './route.ts';

const documents = ['.doc', '.docx', '.docm', '.odt', '.rtf', '.txt', '.pdf', '.html', '.epub', '.djvu', '.xps'];
const spreadsheets = ['.xls', '.xlsx', '.xlsm', '.ods', '.csv'];
const presentations = ['.ppt', '.pptx', '.pptm', '.odp'];
const images = ['.bmp', '.gif', '.jpeg', '.jpg', '.png', '.svg', '.webp'];
const videos = ['.avi', '.mov', '.mp4', '.mpeg', '.webm'];
const sounds = ['.mp3', '.ogg', '.wav'];
const archives = ['.zip', '.rar', '.gz', '.7z', '.tar'];
const edited = ['.docx', '.xlsx', '.pptx', '.pdf', '.txt', '.csv'];

// What a Document Server turns into what. Asking for it fails here, for there is no such server.
const convertible = {
  ...forAll(['.docx', '.doc', '.odt', '.rtf', '.txt', '.html'], ['.docx', '.odt', '.rtf', '.txt', '.html', '.pdf']),
  ...forAll(spreadsheets, ['.xlsx', '.ods', '.csv', '.pdf']),
  ...forAll(presentations, ['.pptx', '.odp', '.pdf']),
  '.pdf': ['.docx', '.txt'],
};

function forAll(from: readonly string[], to: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(from.map((extension) => [extension, to.filter((it) => it !== extension)]));
}

const extensions = {
  extsImagePreviewed: images,
  extsMediaPreviewed: [...videos, ...sounds],
  extsWebPreviewed: [...documents, ...spreadsheets, ...presentations],
  extsWebEdited: edited,
  extsWebEncrypt: ['.docx', '.xlsx', '.pptx'],
  extsWebReviewed: ['.docx'],
  extsWebCustomFilterEditing: ['.xlsx'],
  extsWebRestrictedEditing: ['.pdf'],
  extsWebCommented: ['.docx', '.xlsx', '.pptx', '.pdf'],
  extsWebTemplate: ['.dotx', '.xltx', '.potx'],
  extsMustConvert: ['.doc', '.xls', '.ppt', '.odt', '.ods', '.odp', '.rtf'],
  extsConvertible: convertible,
  extsUploadable: [...documents, ...spreadsheets, ...presentations, ...images, ...videos, ...sounds, ...archives],
  extsArchive: archives,
  extsVideo: videos,
  extsAudio: sounds,
  extsImage: images,
  extsSpreadsheet: spreadsheets,
  extsPresentation: presentations,
  extsDocument: documents,
  extsDiagram: ['.vsdx'],
  internalFormats: { Document: '.docx', Spreadsheet: '.xlsx', Presentation: '.pptx', Pdf: '.pdf' },
  masterFormExtension: '.pdf',
  extsFilesVectorized: [],
};

/** When the Trash is emptied, unless somebody wants it otherwise. */
export const cleanUp = { isAutoCleanUp: true, gap: 3 };

/** What somebody has of the settings of Documents: the portal's, under what they and the admins changed. */
export function readSettings({ portal, caller, origin }: ApiRequest): Record<string, unknown> {
  const own = portal.state.accounts.get(caller.id)?.filesSettings;
  return { ...defaults(origin), ...readStored(portal, 'files'), ...own };
}

function defaults(origin: string): Record<string, unknown> {
  return {
    ...extensions,
    paramVersion: 'version',
    paramOutType: 'outputtype',
    fileDownloadUrlString: `${origin}/filehandler.ashx?action=download&fileid={0}`,
    fileWebViewerUrlString: `${origin}/doceditor?fileid={0}&action=view`,
    fileWebViewerExternalUrlString: `${origin}/doceditor?fileurl=x`,
    fileWebEditorUrlString: `${origin}/doceditor?fileid={0}`,
    fileWebEditorExternalUrlString: `${origin}/doceditor?fileurl=x`,
    fileRedirectPreviewUrlString: `${origin}/filehandler.ashx?action=redirect`,
    fileThumbnailUrlString: `${origin}/filehandler.ashx?action=thumb`,
    ...{ confirmDelete: true, enableThirdParty: true, externalShare: true, externalShareSocialMedia: false },
    ...{ storeOriginalFiles: true, keepNewFileName: false, displayFileExtension: false, convertNotify: true },
    ...{ hideConfirmCancelOperation: false, hideConfirmConvertSave: false, hideConfirmConvertOpen: false },
    hideConfirmRoomLifetime: false,
    defaultOrder: { is_asc: false, property: 0 },
    ...{ forcesave: true, storeForcesave: false, recentSection: true, favoritesSection: true, templatesSection: true },
    ...{ downloadTarGz: false, automaticallyCleanUp: cleanUp, canSearchByContent: false },
    defaultSharingAccessRights: [2],
    maxUploadThreadCount: 15,
    chunkUploadSize: 10 * 1024 * 1024,
    openEditorInSameTab: false,
    maxVectorizationFileSize: 0,
  };
}

/** What clients read before they upload, convert or download. */
export const routes: readonly ApiRoute[] = [
  { ...get('files/settings', 'getFilesSettings', readSettings), access: 'anonymous' },
  get(
    'files/settings/autocleanup',
    'getAutomaticallyCleanUp',
    (request) => readSettings(request)['automaticallyCleanUp'],
  ),
];
