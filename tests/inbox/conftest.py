from tests.inbox.playing import play as play  # a fixture
