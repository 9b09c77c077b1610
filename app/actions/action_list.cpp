// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/action_list.h"

#include <QCoreApplication>

namespace tessera::app {
namespace {

using enum ActionKind;

#define TEXT(english) QT_TRANSLATE_NOOP("Actions", english)

// Nine rows: "take-1" ..., one for each digit.
#define STAMP_KEY(id, menu, keys, digit, hint) {id "-" digit, menu, plain, TEXT("&" digit), keys digit, "", hint}
#define STAMP_KEYS(id, menu, keys, hint)                                                                                \
    STAMP_KEY(id, menu, keys, "1", hint), STAMP_KEY(id, menu, keys, "2", hint), STAMP_KEY(id, menu, keys, "3", hint),   \
        STAMP_KEY(id, menu, keys, "4", hint), STAMP_KEY(id, menu, keys, "5", hint),                                     \
        STAMP_KEY(id, menu, keys, "6", hint), STAMP_KEY(id, menu, keys, "7", hint),                                     \
        STAMP_KEY(id, menu, keys, "8", hint), STAMP_KEY(id, menu, keys, "9", hint)

// id, menu, kind, text, keys, icon, hint, line above
const ActionRow kActions[] = {
    {"file", "", menu, TEXT("&File"), "", "", ""},
    {"open-picture", "file", plain, TEXT("&Open Picture…"), "Ctrl+O", "open", TEXT("Read a picture and turn it into codes.")},
    {"save", "file", plain, TEXT("&Save Project"), "Ctrl+S", "save", TEXT("Save the picture with its codes, its history and its stamps."), true},
    {"save-as", "file", plain, TEXT("Save Project &As…"), "Ctrl+Shift+S", "", TEXT("Save under another name.")},
    {"bundle-models", "file", check, TEXT("Models &Inside Projects"), "", "", TEXT("Put the model's files into the projects that are saved, for people who do not have it.")},
    {"recent-pictures", "file", menu, TEXT("Open &Recent"), "", "recent", ""},
    {"samples", "file", menu, TEXT("&Samples"), "", "picture", ""},
    {"exports", "file", menu, TEXT("&Export"), "", "export", "", true},
    {"export-picture", "exports", plain, TEXT("Export &Reconstruction…"), "Ctrl+E", "export", TEXT("Save what the codes decode to, in the original's size.")},
    {"export-difference", "exports", plain, TEXT("Export &Difference…"), "", "", TEXT("Save the difference from the input in the colours of the Error pane.")},
    {"export-index-map", "exports", plain, TEXT("Export Index &Map…"), "", "", TEXT("Save the codes as a picture, in the colours of the Codes pane.")},
    {"export-codes", "exports", plain, TEXT("Export &Codes…"), "Ctrl+Shift+E", "export-codes", TEXT("Save the codes as numbers: NumPy, PNG or JSON.")},
    {"repeat-export", "file", plain, TEXT("Re&peat Last Export"), "Ctrl+Alt+E", "", TEXT("Write the file that was exported last from this picture anew, in the same way.")},
    {"import-codes", "file", plain, TEXT("&Import Codes…"), "Ctrl+I", "import-codes", TEXT("Put the codes of a file (NumPy, PNG, JSON) into this picture, as one step of undo, or open them on their own.")},
    {"close", "file", plain, TEXT("&Close"), "Ctrl+W; Ctrl+F4", "close", TEXT("Close the picture in front."), true},
    {"start-page", "file", plain, TEXT("Start Pa&ge"), "", "home", TEXT("Go back to the samples and recent files; pictures stay open.")},
    {"quit", "file", plain, TEXT("&Quit"), "Ctrl+Q", "quit", TEXT("Close Tessera; it asks first where edits would be lost.")},

    {"edit", "", menu, TEXT("&Edit"), "", "", ""},
    {"undo", "edit", plain, TEXT("&Undo"), "Ctrl+Z", "undo", TEXT("Take the last edit back.")},
    {"redo", "edit", plain, TEXT("&Redo"), "Ctrl+Shift+Z; Ctrl+Y", "redo", TEXT("Do again what was taken back.")},
    {"restore-all", "edit", plain, TEXT("Re&store Codes"), "", "restore-all", TEXT("Give every cell, or every selected one, the code that the encoder chose."), true},
    {"replace", "edit", plain, TEXT("&Replace Codes…"), "Ctrl+H; Shift+R", "replace", TEXT("Replace code A by code B, or swap them, in the selection, in the picture or in all open ones.")},
    {"cut", "edit", plain, TEXT("Cu&t"), "Ctrl+X", "cut", TEXT("Copy the selected codes, and give their cells the codes that the encoder chose."), true},
    {"copy", "edit", plain, TEXT("&Copy"), "Ctrl+C", "copy", TEXT("Copy the selected codes, or all, with what they decode to: as codes, as text and as a picture.")},
    {"paste", "edit", plain, TEXT("&Paste"), "Ctrl+V", "paste", TEXT("Let copied codes float over this picture; a picture without codes is opened in a tab of its own.")},
    {"paste-picture", "edit", plain, TEXT("Paste Pictur&e"), "Ctrl+Shift+V", "paste", TEXT("Let the picture of the clipboard float over the reconstruction; where it is put down, cells are encoded again.")},
    {"place-picture", "edit", plain, TEXT("P&lace Picture…"), "", "picture", TEXT("The same with the picture of a file.")},
    {"select-all", "edit", plain, TEXT("Select &All"), "Ctrl+A", "", TEXT("Select every cell."), true},
    {"select-none", "edit", plain, TEXT("&Deselect"), "Ctrl+Shift+A", "", TEXT("Select nothing: edits go everywhere.")},
    {"select-inverse", "edit", plain, TEXT("&Invert Selection"), "Ctrl+Shift+I", "", TEXT("Select what is not selected, and nothing of what is.")},

    {"tools", "", menu, TEXT("&Tools"), "", "", ""},
    {"swap-codes", "tools", plain, TEXT("Swap A and &B"), "X", "swap", TEXT("Paint with code B, and keep code A at hand."), true},
    {"brush-smaller", "tools", plain, TEXT("&Smaller Brush"), "[", "", TEXT("Make the brush smaller, also by Shift+wheel on a pane."), true},
    {"brush-larger", "tools", plain, TEXT("&Larger Brush"), "]", "", TEXT("Make the brush larger, also by Shift+wheel on a pane.")},
    {"brush-shape", "tools", plain, TEXT("Square or &Disc"), "Shift+D", "", TEXT("Change the brush's shape.")},
    {"previous-code", "tools", plain, TEXT("P&revious Code"), ",", "previous", TEXT("Paint with the code before code A by number."), true},
    {"next-code", "tools", plain, TEXT("&Next Code"), ".", "next", TEXT("Paint with the code after code A by number.")},
    {"more-similar", "tools", plain, TEXT("&More Similar Code"), "Shift+,; <", "", TEXT("Go back towards the code that you went away from by similarity.")},
    {"less-similar", "tools", plain, TEXT("L&ess Similar Code"), "Shift+.; >", "", TEXT("Paint with the next nearest code to the one where you began.")},
    {"stamps", "tools", menu, TEXT("Sta&mps"), "", "stamps", "", true},
    {"dice", "stamps", check, TEXT("&Dice"), "D", "dice", TEXT("Brush, fill, shapes and stamp draw their codes at random from the stamp; codes that it has often come often.")},
    {"flip-across", "stamps", plain, TEXT("Flip &Across"), "Shift+H", "flip-across", TEXT("Left and right of the stamp change places. The codes move; what each of them draws is not mirrored."), true},
    {"flip-down", "stamps", plain, TEXT("Flip &Down"), "Shift+V", "flip-down", TEXT("Top and bottom of the stamp change places. The codes move; what each of them draws is not mirrored.")},
    {"turn-right", "stamps", plain, TEXT("Turn &Right"), "Z", "turn-right", TEXT("Turn the stamp clockwise. The codes move; what each of them draws is not turned.")},
    {"turn-left", "stamps", plain, TEXT("Turn &Left"), "Shift+Z", "turn-left", TEXT("Turn the stamp counter-clockwise. The codes move; what each of them draws is not turned.")},
    {"selection-stamp", "stamps", plain, TEXT("&Selection as Stamp"), "Ctrl+K", "", TEXT("Take the selected codes as the stamp, in the selection's shape."), true},
    {"keep-stamp", "stamps", plain, TEXT("&Keep Stamp"), "Ctrl+Shift+K", "keep", TEXT("Put the stamp on the shelf of the Stamps panel.")},
    {"take-stamps", "stamps", menu, TEXT("&Take Up"), "", "stamp", ""},
    STAMP_KEYS("take", "take-stamps", "", TEXT("Paint with the stamp that is kept under this number.")),
    {"keep-stamps", "stamps", menu, TEXT("Keep &Under a Number"), "", "keep", ""},
    STAMP_KEYS("keep", "keep-stamps", "Ctrl+", TEXT("Keep the stamp under this number.")),

    {"view", "", menu, TEXT("&View"), "", "", ""},
    {"fit", "view", plain, TEXT("&Fit in Pane"), "Ctrl+0", "fit", TEXT("Show the whole picture in each pane.")},
    {"actual-size", "view", plain, TEXT("&Actual Size"), "0", "actual-size", TEXT("One pixel of the picture is one pixel of the screen.")},
    {"zoom-in", "view", plain, TEXT("Zoom &In"), "+; =; Ctrl++; Ctrl+=", "zoom-in", TEXT("Show the picture larger, also by the wheel on a pane.")},
    {"zoom-out", "view", plain, TEXT("Zoom &Out"), "-; Ctrl+-", "zoom-out", TEXT("Show the picture smaller, also by the wheel on a pane.")},
    {"grid", "view", check, TEXT("&Grid"), "Ctrl+G", "grid", TEXT("Draw the borders of the cells in every pane."), true},
    {"numbers", "view", check, TEXT("Code &Numbers"), "I", "numbers", TEXT("Write the code on each cell of the Codes pane where there is room.")},
    {"colours", "view", menu, TEXT("&Colours of Codes"), "", "similarity", ""},
    {"colours-similarity", "colours", choice, TEXT("By &Similarity"), "", "", TEXT("Codes with like vectors look alike.")},
    {"colours-hash", "colours", choice, TEXT("By &Number"), "", "", TEXT("Each code gets a colour of its own, unlike its neighbours'.")},
    {"reshuffle", "colours", plain, TEXT("&Reshuffle"), "Ctrl+Shift+R", "shuffle", TEXT("Deal out other colours by number."), true},
    {"overlays", "view", menu, TEXT("&Overlays"), "", "", ""},
    {"overlay-codes", "overlays", check, TEXT("&Codes over Pictures"), "O", "", TEXT("Lay the colours of the codes over the pictures; the Overlays panel says how strongly.")},
    {"overlay-contours", "overlays", check, TEXT("C&ontours"), "Ctrl+Alt+O", "", TEXT("Draw lines between unlike codes.")},
    {"overlay-edited", "overlays", check, TEXT("&Edited Cells"), "Ctrl+Alt+M", "", TEXT("Mark the cells whose code is not the encoder's.")},
    {"map-none", "overlays", choice, TEXT("&No Map"), "", "", "", true},
    {"map-distance", "overlays", choice, TEXT("&Distance to the Codebook"), "", "", TEXT("How far the encoder's vectors are from their nearest codes.")},
    {"map-margin", "overlays", choice, TEXT("&Margin to the Runner-up"), "", "", TEXT("How much farther the second nearest code is: where it is little, the choice was a close one.")},
    {"map-autoencoder", "overlays", choice, TEXT("Error of the &Autoencoder"), "", "", TEXT("Mean squared error of what the decoder draws from the unquantized latents."), true},
    {"map-quantization", "overlays", choice, TEXT("Error of &Quantization"), "", "", TEXT("Mean squared error of the reconstruction beyond the autoencoder's.")},
    {"map-ssim", "overlays", choice, TEXT("&Loss of SSIM"), "", "", TEXT("1 − SSIM of input and reconstruction.")},
    {"map-squared", "overlays", choice, TEXT("&Squared Error"), "", "", TEXT("Mean squared error of input and reconstruction.")},
    {"map-absolute", "overlays", choice, TEXT("A&bsolute Error"), "", "", TEXT("Mean absolute error of input and reconstruction.")},
    {"map-autoencoder-pixels", "overlays", choice, TEXT("Autoencoder, per &Pixel"), "", "", TEXT("Squared error of each pixel of what the decoder draws from the unquantized latents.")},
    {"map-quantization-pixels", "overlays", choice, TEXT("Quantization, per Pi&xel"), "", "", TEXT("Squared error of each pixel of the reconstruction beyond the autoencoder's.")},
    {"release-code", "overlays", plain, TEXT("&Release the Pinned Code"), "", "", TEXT("Show all codes again."), true},
    {"panes", "view", menu, TEXT("Pa&nes"), "", "panes", "", true},
    {"panes-1", "panes", choice, TEXT("&One"), "Ctrl+Alt+1", "panes-1", TEXT("One large pane.")},
    {"panes-2", "panes", choice, TEXT("&Two"), "Ctrl+Alt+2", "panes-2", TEXT("Two panes beside each other.")},
    {"panes-4", "panes", choice, TEXT("&Four"), "Ctrl+Alt+4", "panes", TEXT("Four panes.")},
    {"compare-wipe", "panes", check, TEXT("&Wipe"), "Ctrl+Alt+W", "", TEXT("Two pictures in the active pane with a line between them: drag it, or press Alt and the left and right arrows."), true},
    {"compare-blink", "panes", check, TEXT("&Blink"), "Shift+A", "", TEXT("One picture after the other in the active pane. Hold A to see the other one for a moment.")},
    {"compare-difference", "panes", check, TEXT("&Difference"), "Ctrl+Alt+D", "", TEXT("How far two pictures are apart, in the active pane.")},
    {"linked", "panes", check, TEXT("&Linked View"), "L", "", TEXT("The active pane moves with the others; what lay between them when it was linked again stays."), true},
    {"align", "panes", plain, TEXT("Look Where the &Others Look"), "", "", TEXT("Link the active pane and forget its offset.")},
    {"panels", "view", menu, TEXT("&Panels"), "", "codebook", "", true},
    {"theme", "view", menu, TEXT("&Theme"), "", "theme", ""},
    {"theme-system", "theme", choice, TEXT("As the &System"), "", "", ""},
    {"theme-light", "theme", choice, TEXT("&Light"), "", "", ""},
    {"theme-dark", "theme", choice, TEXT("&Dark"), "", "", ""},
    {"next-document", "view", plain, TEXT("N&ext Picture"), "Ctrl+Tab; Ctrl+PgDown", "", TEXT("Show the next of the open pictures."), true},
    {"previous-document", "view", plain, TEXT("Pre&vious Picture"), "Ctrl+Shift+Tab; Ctrl+PgUp", "", TEXT("Show the one before it.")},
    {"filmstrip", "view", check, TEXT("F&ilmstrip"), "", "", TEXT("Show the open pictures in a row below, where there are several.")},
    {"full-screen", "view", check, TEXT("F&ull Screen"), "F11", "full-screen", TEXT("Give the window the whole screen, or its place again.")},

    {"model", "", menu, TEXT("&Model"), "", "", ""},
    {"open-model", "model", plain, TEXT("&Open Model…"), "Ctrl+Shift+O", "model", TEXT("Choose a folder with config.json and its weights, as diffusers saves them, or of a whole pipeline.")},
    {"open-checkpoint", "model", plain, TEXT("Open &Checkpoint…"), "", "model", TEXT("Choose one file of weights: .safetensors, .ckpt, .pt, .pth or .bin, also of taming-transformers and latent-diffusion.")},
    {"recent-models", "model", menu, TEXT("Open &Recent Model"), "", "recent", ""},
    {"models", "model", menu, TEXT("&Models of Tessera"), "", "model", ""},
    {"fitting", "model", menu, TEXT("&Sizes That Do Not Fit"), "", "fit", "", true},
    {"fit-pad", "fitting", choice, TEXT("&Pad by Reflection"), "", "", TEXT("Mirror the picture's right and bottom edge; exports are cropped back.")},
    {"fit-crop", "fitting", choice, TEXT("&Crop"), "", "", TEXT("Cut the edges off, alike on both sides.")},
    {"fit-resize", "fitting", choice, TEXT("&Resize"), "", "", TEXT("Stretch the picture a little; exports are brought back to its size.")},
    {"device", "model", menu, TEXT("&Device"), "", "device", ""},
    {"test-device", "model", plain, TEXT("&Test Device"), "", "", TEXT("Compare what the device computes with what was recorded of diffusers; the result is in the status bar.")},
    {"memory", "model", menu, TEXT("Memory &Budget"), "", "", ""},
    {"exact", "model", check, TEXT("E&xact Arithmetic"), "", "", TEXT("Decode in the most exact way instead of the fastest; the difference is too small to be seen.")},

    {"help", "", menu, TEXT("&Help"), "", "", ""},
    {"guide", "help", plain, TEXT("User &Guide"), "F1", "info", TEXT("The guide, at the section about what has the focus.")},
    {"tutorial", "help", plain, TEXT("Ten-Minute &Tutorial"), "", "", TEXT("From a sample to a painted picture, step by step.")},
    {"action-search", "help", plain, TEXT("&Search Actions…"), "Ctrl+Shift+P", "", TEXT("Find an action by some letters of its name, and run it."), true},
    {"keys", "help", plain, TEXT("&Keys and Mouse"), "?", "keys", TEXT("All keys on one page.")},
    {"shortcuts", "help", plain, TEXT("&Change Keys…"), "", "", TEXT("Give actions other keys.")},
    {"settings-folder", "help", plain, TEXT("&Open Settings Folder"), "", "", TEXT("Show the folder with Tessera's settings in the file manager."), true},
    {"about", "help", plain, TEXT("&About Tessera"), "", "info", "", true},
};

#undef STAMP_KEYS
#undef STAMP_KEY
#undef TEXT

} // namespace

std::span<const ActionRow> actionList()
{
    return kActions;
}

QString actionText(const ActionRow& row)
{
    return QCoreApplication::translate("Actions", row.text);
}

QString actionHint(const ActionRow& row)
{
    return *row.hint ? QCoreApplication::translate("Actions", row.hint) : QString();
}

QList<QKeySequence> actionKeys(const ActionRow& row)
{
    return QKeySequence::listFromString(QLatin1String(row.keys), QKeySequence::PortableText);
}

QString toolTipOf(const QString& text, const QKeySequence& key, const QString& hint)
{
    QString name = text;
    name.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    if (!key.isEmpty())
        name = QStringLiteral("%1  (%2)").arg(name, key.toString(QKeySequence::NativeText));
    return hint.isEmpty() ? name : name + QLatin1Char('\n') + hint;
}

} // namespace tessera::app
