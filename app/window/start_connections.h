// SPDX-License-Identifier: GPL-3.0-or-later
// What the start page offers, and what is done when something of it is chosen.
#pragma once

namespace tessera::app {

class LastSession;
class Opener;
class Session;
class StartPage;

/// All of them outlive the start page.
void connectStartPage(StartPage& start, Session& session, Opener& opener, LastSession& lastSession);

} // namespace tessera::app
